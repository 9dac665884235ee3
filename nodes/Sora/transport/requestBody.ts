/** Bodies of requests as n8n's helpers take them: files from memory at once, others as a stream. */

import { randomUUID } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import type {
	ByteStream,
	FileBytes,
	HttpBody,
	MultipartPart,
	StreamedFile,
} from '../providers/http';
import { readableFrom } from './readable';

export interface RequestBody {
	body: IHttpRequestOptions['body'];
	headers: Record<string, string>;
	/** Lets go of a file that was not read to its end. */
	discard?(): void;
}

async function arrayFrom(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
	const all: Uint8Array[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return all;
}

interface Destroyable {
	destroy?(): void;
}

/** n8n's stream as well: one that was never read from is not closed by what was built on it. */
async function streamedBody(
	opened: ByteStream,
	chunks: AsyncIterable<Uint8Array>,
	headers: Record<string, string>,
): Promise<RequestBody> {
	// What n8n keeps in memory comes without a stream.
	if (opened.origin === null) return { body: Buffer.concat(await arrayFrom(chunks)), headers };
	const body = readableFrom(opened.origin, chunks);
	const discard = () => {
		(body as Destroyable).destroy?.();
		(opened.origin as Destroyable).destroy?.();
	};
	return { body: asBody(body), headers, discard };
}

export function isStreamed(bytes: FileBytes): bytes is StreamedFile {
	return !(bytes instanceof Uint8Array);
}

export function byteLengthOf(bytes: FileBytes): number {
	return isStreamed(bytes) ? bytes.byteLength : bytes.length;
}

/** Rejects where a file cannot be read: nothing has been sent then. */
export async function requestBody(body: HttpBody | undefined): Promise<RequestBody> {
	if (body === undefined) return { body: undefined, headers: {} };
	if (body.kind === 'json') {
		return { body: JSON.stringify(body.value), headers: { 'content-type': 'application/json' } };
	}
	if (body.kind === 'multipart') return await formOf(body.parts);
	const { bytes, mimeType } = body;
	const type = { 'content-type': mimeType };
	if (!isStreamed(bytes)) return { body: Buffer.from(bytes), headers: type };
	const opened = await bytes.open();
	const length = { 'content-length': String(bytes.byteLength) };
	return await streamedBody(opened, opened.bytes, { ...type, ...length });
}

async function formOf(parts: readonly MultipartPart[]): Promise<RequestBody> {
	const files = parts.flatMap((part) => ('value' in part ? [] : [part.bytes])).filter(isStreamed);
	if (files.length > 0) return await streamedForm(parts, files[0]);
	const form = new FormData();
	for (const part of parts) {
		if ('value' in part) form.append(part.name, part.value);
		else if (!isStreamed(part.bytes))
			form.append(part.name, new Blob([part.bytes], { type: part.mimeType }), part.fileName);
	}
	return { body: asBody(form), headers: {} };
}

/** n8n's type names the form-data package's class; its helper takes the global one, and any stream, as well. */
function asBody(value: unknown): IHttpRequestOptions['body'] {
	return value as IHttpRequestOptions['body'];
}

const LINE_END = '\r\n';

/** As browsers write names in a form: https://html.spec.whatwg.org, "Multipart form data". */
function quoted(name: string): string {
	const escaped = name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');
	return `"${escaped}"`;
}

function headOf(part: MultipartPart, boundary: string): Buffer {
	const file =
		'value' in part
			? ''
			: `; filename=${quoted(part.fileName)}${LINE_END}Content-Type: ${part.mimeType}`;
	const disposition = `Content-Disposition: form-data; name=${quoted(part.name)}${file}`;
	return Buffer.from(`--${boundary}${LINE_END}${disposition}${LINE_END}${LINE_END}`);
}

function lengthOf(part: MultipartPart): number {
	return 'value' in part ? Buffer.byteLength(part.value) : byteLengthOf(part.bytes);
}

/** RFC 7578, with its length: servers that count what they take refuse a body of unknown length. */
async function streamedForm(
	parts: readonly MultipartPart[],
	streamed: StreamedFile,
): Promise<RequestBody> {
	const boundary = `----sora${randomUUID()}`;
	const end = Buffer.from(`--${boundary}--${LINE_END}`);
	const heads = parts.map((part) => headOf(part, boundary));
	const length = parts.reduce(
		(sum, part, index) => sum + heads[index].length + lengthOf(part) + LINE_END.length,
		end.length,
	);
	const opened = await streamed.open();

	async function* chunks(): AsyncGenerator<Uint8Array> {
		for (const [index, part] of parts.entries()) {
			yield heads[index];
			if ('value' in part) yield Buffer.from(part.value);
			else if (!isStreamed(part.bytes)) yield part.bytes;
			else yield* (part.bytes === streamed ? opened : await part.bytes.open()).bytes;
			yield Buffer.from(LINE_END);
		}
		yield end;
	}

	return await streamedBody(opened, chunks(), {
		'content-type': `multipart/form-data; boundary=${boundary}`,
		'content-length': String(length),
	});
}
