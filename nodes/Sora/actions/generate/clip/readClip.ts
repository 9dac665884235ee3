/** Clips as the user has them: files of an earlier node, addresses, tasks. A file is read once from its beginning to its end, and never kept. */

import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ClipFile } from '../../../engine/job';
import { KIND_FACTS, videoKind } from '../../../media/image/kind';
import { ClipReader, type ClipFacts } from '../../../media/video/clipFacts';
import type { ByteStream } from '../../../providers/http';
import type { JsonObject } from '../../../shared/json';
import { findBinaryField, unreadable } from '../binaryField';

/** A file that has been read through. */
export interface ReadClip {
	file: ClipFile;
	facts: ClipFacts;
}

type Read = ReadClip | { problem: string };

const CHUNK_BYTES = 256 * 1024;

/** Reads the clips of one run; a file that several items share is read through once. */
export class ClipFiles {
	private readonly known = new Map<string, Promise<Read>>();

	constructor(private readonly context: IExecuteFunctions) {}

	async read(itemIndex: number, field: string | JsonObject): Promise<Read> {
		const found = findBinaryField(this.context, itemIndex, field);
		if ('problem' in found) return found;
		const { file } = found;
		const read = async (): Promise<Read> =>
			await readThrough(async () => await this.open(itemIndex, file)).catch((error: Error) => ({
				problem: unreadable(field, error),
			}));
		if (file.id === undefined) return await read();
		const reading = this.known.get(file.id) ?? read();
		this.known.set(file.id, reading);
		return await reading;
	}

	/** From n8n's store as a stream; what n8n keeps in memory is there at once. */
	private async open(itemIndex: number, file: IBinaryData): Promise<ByteStream> {
		const { helpers } = this.context;
		if (file.id === undefined) {
			const bytes = await helpers.getBinaryDataBuffer(itemIndex, file);
			return { bytes: only(bytes), origin: null };
		}
		const stream = await helpers.getBinaryStream(file.id, CHUNK_BYTES);
		return { bytes: stream, origin: stream };
	}
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}

/** Enough to tell what kind of file it is. */
const BEGINNING_BYTES = 4096;

async function readThrough(open: () => Promise<ByteStream>): Promise<Read> {
	const hash = createHash('sha256');
	const reader = new ClipReader();
	let byteLength = 0;
	let beginning: Uint8Array = new Uint8Array();
	for await (const chunk of (await open()).bytes) {
		if (beginning.length < BEGINNING_BYTES) beginning = Buffer.concat([beginning, chunk]);
		hash.update(chunk);
		reader.push(chunk);
		byteLength += chunk.length;
	}
	if (byteLength === 0) return { problem: 'The file is empty.' };
	const kind = videoKind(beginning);
	if (kind === null) return { problem: 'The file is not a video.' };
	const problem = reader.problem();
	if (problem !== null) return { problem };
	const { mimeType, extension } = KIND_FACTS[kind];
	return {
		file: {
			kind: 'file',
			digest: hash.digest('hex'),
			bytes: { byteLength, open },
			mimeType,
			fileName: `clip.${extension}`,
		},
		facts: { ...reader.facts(), byteLength },
	};
}
