/** Files as a server hands them out. */

import type { StreamResult } from '../../nodes/Sora/engine/ports';

/** A whole, if very small, MP4: `ftyp`, `moov`, `mdat`. */
export const SMALL_MP4 = Buffer.concat([
	Buffer.from('00000014667479706d7034320000000069736f6d', 'hex'),
	Buffer.from('000000086d6f6f76', 'hex'),
	Buffer.from('000000106d6461740102030405060708', 'hex'),
]);

/** An open response; a chunk that is an error breaks the connection. */
export function responseOf(
	status: number,
	headers: Record<string, string>,
	chunks: ReadonlyArray<Uint8Array | Error>,
) {
	async function* body() {
		for (const chunk of chunks) {
			if (chunk instanceof Error) throw chunk;
			yield chunk;
		}
	}
	const said = async () => {
		const text: string[] = [];
		for await (const chunk of body()) text.push(Buffer.from(chunk).toString());
		return text.join('');
	};
	return { status, headers, body: body(), origin: null, said, discard: () => undefined };
}

/** A file with its length, whole. */
export function file(bytes: Uint8Array, headers: Record<string, string> = {}): StreamResult {
	const length = { 'content-length': String(bytes.length), 'content-type': 'video/mp4' };
	return { response: responseOf(200, { ...length, ...headers }, [bytes]) };
}
