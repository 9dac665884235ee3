/** What comes where a video was expected: an error, a page, or the address where it really is. */

import { errorWordsIn } from '../../providers/shared/failure';
import { outputsIn } from '../../providers/shared/outputs';
import { httpUrlOf, objectOf } from '../../shared/json';

export interface Instead {
	/** For whoever waits for the video; what the server says is in it. */
	message: string;
	/** Where the video may be; null where it does not say. */
	url: string | null;
}

const READ_LIMIT_BYTES = 64_000;
const SHOWN_LENGTH = 300;

/** @param first what has been read already. @param rest what comes behind it. */
export async function readInstead(
	first: Uint8Array,
	rest: AsyncIterable<Uint8Array>,
): Promise<Instead> {
	const chunks = [first];
	let length = first.length;
	try {
		for await (const chunk of rest) {
			chunks.push(chunk);
			length += chunk.length;
			if (length > READ_LIMIT_BYTES) break;
		}
	} catch {
		// What has come is all there is to read.
	}
	const text = Buffer.concat(chunks).toString('utf8').trim();
	const message = 'The downloaded file is not a video';
	const isText = /^[{["<]|^https?:/.test(text);
	if (!isText) return { message, url: null };
	const said = parsed(text);
	const url = httpUrlOf(said) ?? outputsIn([said, objectOf(said).data]).videoUrls[0] ?? null;
	const words = url === null ? errorWordsIn(said).message : null;
	return { message: words === null ? message : `${message}: ${words.slice(0, SHOWN_LENGTH)}`, url };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
