/** Videos go as a stream into n8n's binary store. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { VideoStore } from '../engine/ports';
import { readableFrom } from './readable';

type PrepareBinaryData = IExecuteFunctions['helpers']['prepareBinaryData'];

/** Everything that stores files: a node that runs, polls or takes a webhook. */
export interface StoreContext {
	helpers: { prepareBinaryData: PrepareBinaryData };
}

export function videoStoreOf(context: StoreContext): VideoStore {
	return {
		save: async ({ bytes, origin, fileName, mimeType }) => {
			if (origin === null) {
				return await context.helpers.prepareBinaryData(await whole(bytes), fileName, mimeType);
			}
			const stream = readableFrom(origin, bytes);
			return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
		},
	};
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of bytes) chunks.push(chunk);
	return Buffer.concat(chunks);
}
