/** A large file on its way to a storage that takes it in parts. One of them is in memory at a time. */

import type { ExternalRequest, HttpResponse, StreamedFile } from '../../providers/http';
import type { UploadParts } from '../../providers/provider';
import { toFailure } from '../../providers/video';
import { failureOfNetwork, unreadable } from '../policy';
import type { Run } from '../run';
import { sendOnce, tried, type Failed } from './sendFile';

const UNCONFIRMED = toFailure('provider', 'The upload storage did not confirm a part of the file');

/**
 * Each part is tried again by itself. @throws AbortError
 * @param whole where the file would go as a whole.
 */
export async function sendInParts(
	run: Run,
	file: StreamedFile,
	parts: UploadParts,
	whole: ExternalRequest,
	endsAt: number,
): Promise<{ response: HttpResponse } | Failed> {
	const receipts: string[] = [];
	for await (const bytes of cut(file, parts.partBytes)) {
		if ('failure' in bytes) return bytes;
		const part = parts.put(whole, receipts.length + 1, bytes);
		const sent = await tried(run, endsAt, async () => {
			const answered = await sendOnce(run, part, endsAt);
			if ('failure' in answered) return answered;
			const receipt = parts.receipt(answered.response);
			return receipt === null ? { failure: UNCONFIRMED } : { receipt };
		});
		if ('failure' in sent) return sent;
		receipts.push(sent.receipt);
	}
	const complete = parts.complete(whole, receipts);
	return await tried(run, endsAt, async () => await sendOnce(run, complete, endsAt));
}

/** Ends with a failure where the file can't be read on. */
async function* cut(file: StreamedFile, partBytes: number): AsyncGenerator<Uint8Array | Failed> {
	let held: Uint8Array[] = [];
	let length = 0;
	const taken = (): Uint8Array => {
		const part = Buffer.concat(held);
		held = [];
		length = 0;
		return part;
	};
	try {
		for await (const chunk of (await file.open()).bytes) {
			for (let at = 0; at < chunk.length;) {
				const piece = chunk.subarray(at, at + partBytes - length);
				held.push(piece);
				length += piece.length;
				at += piece.length;
				if (length === partBytes) yield taken();
			}
		}
		if (length > 0) yield taken();
	} catch (error) {
		yield { failure: failureOfNetwork(unreadable(error)) };
	}
}
