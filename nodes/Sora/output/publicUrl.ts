/**
 * An address of this n8n from which anybody can fetch the stored video for a while: n8n signs it.
 * n8n-core, `createBinarySignedUrl`; the same in 1.122 and 2.41.
 */

import type { IBinaryData } from 'n8n-workflow';
import { sentence } from '../engine/sentence';
import type { VideoTask } from '../providers/video';
import { notNegative, readNumber, shown, type Reader } from '../shared/readValue';
import { isPrivateAddress } from '../transport/privateAddress';

/** Everything that can sign: a node that runs or polls. Older versions of n8n can't. */
export interface SigningContext {
	helpers: { createBinarySignedUrl?: (video: IBinaryData, expiresIn: string) => string };
}

/** What an item says of its public URL. */
export interface Publication {
	publicUrl: string | null;
	/** Why there is none. */
	warnings: string[];
}

const SECONDS_PER_HOUR = 3600;
/** A year. By then, n8n has long deleted the execution and its files. */
const LONGEST_HOURS = 8760;

/** Hours, also a fraction of one; 0 for none. */
export const readPublicUrlHours: Reader<number> = (value) => {
	const read = notNegative(readNumber)(value);
	if ('problem' in read || (read.value ?? 0) <= LONGEST_HOURS) return read;
	return { problem: `must be at most ${LONGEST_HOURS}, which is a year, not ${shown(value)}` };
};

/**
 * @param hours how long the address is good for. 0 or undefined: nobody asked for one.
 * @returns undefined where nobody asked for one.
 */
export function publicationOf(
	context: SigningContext,
	{ status }: VideoTask,
	video: IBinaryData | null,
	hours: number | undefined,
): Publication | undefined {
	if (!hours) return undefined;
	if (status !== 'completed') return { publicUrl: null, warnings: [] };
	const signed = video === null ? { problem: NOT_STORED } : sign(context, video, hours);
	return 'url' in signed
		? { publicUrl: signed.url, warnings: [] }
		: { publicUrl: null, warnings: [`There is no public URL: ${signed.problem}`] };
}

const NOT_STORED =
	'n8n has not stored the video. Turn on Download Video, or get the video with Sora Get Result.';
const CANNOT_SIGN = 'this version of n8n has none for files. Update n8n.';
const IN_MEMORY =
	'this n8n keeps files in memory. Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, database or s3.';

function sign(
	{ helpers }: SigningContext,
	video: IBinaryData,
	hours: number,
): { url: string } | { problem: string } {
	if (typeof helpers.createBinarySignedUrl !== 'function') return { problem: CANNOT_SIGN };
	// Only stored files have one.
	if (!video.id) return { problem: IN_MEMORY };
	const seconds = Math.max(1, Math.round(hours * SECONDS_PER_HOUR));
	try {
		const url = helpers.createBinarySignedUrl(video, `${seconds}s`);
		return isPrivateAddress(url) ? { problem: unreachable(url) } : { url };
	} catch (error) {
		// The video itself is there, and paid for.
		const reason = error instanceof Error ? error.message : String(error);
		return { problem: `n8n could not sign it: ${sentence(reason)}` };
	}
}

function unreachable(url: string): string {
	const where = URL.canParse(url) ? ` at ${new URL(url).origin}` : '';
	return `this n8n can't be reached from the internet${where}. Set WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to its public URL.`;
}
