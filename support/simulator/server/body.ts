/** A request's body, read whole and decoded by its content type. */

import busboy from 'busboy';
import type { IncomingMessage } from 'node:http';

export interface UploadedFile {
	field: string;
	fileName: string;
	mimeType: string;
	bytes: Buffer;
}

export type RequestBody =
	| { kind: 'none' }
	| { kind: 'json'; value: unknown }
	| { kind: 'multipart'; fields: Record<string, string>; files: UploadedFile[] }
	| { kind: 'bytes'; bytes: Buffer; mimeType: string }
	/** It said JSON or multipart and was not. */
	| { kind: 'broken'; reason: string };

export async function readBody(request: IncomingMessage): Promise<RequestBody> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const bytes = Buffer.concat(chunks);
	const mimeType = request.headers['content-type'] ?? '';
	if (bytes.length === 0) return { kind: 'none' };
	if (/^multipart\/form-data/i.test(mimeType)) return readMultipart(bytes, mimeType);
	if (/[/+]json\b/i.test(mimeType)) return readJson(bytes);
	return { kind: 'bytes', bytes, mimeType };
}

function readJson(bytes: Buffer): RequestBody {
	try {
		return { kind: 'json', value: JSON.parse(bytes.toString('utf8')) };
	} catch (error) {
		return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
	}
}

async function readMultipart(bytes: Buffer, mimeType: string): Promise<RequestBody> {
	const fields: Record<string, string> = {};
	const files: UploadedFile[] = [];
	return await new Promise((resolve) => {
		const broken = (error: unknown) => resolve({ kind: 'broken', reason: String(error) });
		try {
			const parser = busboy({ headers: { 'content-type': mimeType } });
			parser.on('field', (name, value) => (fields[name] = value));
			parser.on('file', (field, stream, info) => {
				const parts: Buffer[] = [];
				stream.on('data', (part: Buffer) => parts.push(part));
				stream.on('end', () =>
					files.push({
						field,
						fileName: info.filename,
						mimeType: info.mimeType,
						bytes: Buffer.concat(parts),
					}),
				);
			});
			parser.on('error', broken);
			parser.on('close', () => resolve({ kind: 'multipart', fields, files }));
			parser.end(bytes);
		} catch (error) {
			broken(error);
		}
	});
}

/** What is kept of a body in `sim.requests`: files by size, bytes by count. */
export function bodySummary(body: RequestBody): unknown {
	switch (body.kind) {
		case 'none':
			return null;
		case 'json':
			return body.value;
		case 'multipart':
			return {
				fields: body.fields,
				files: body.files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length })),
			};
		case 'bytes':
			return { size: body.bytes.length, mimeType: body.mimeType };
		case 'broken':
			return { broken: body.reason };
	}
}

/** The JSON object in a body; null where there is none. */
export function jsonObjectIn(body: RequestBody): Record<string, unknown> | null {
	if (body.kind !== 'json') return null;
	const { value } = body;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	return value as Record<string, unknown>;
}
