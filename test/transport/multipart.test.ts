import busboy from 'busboy';
import FormData from 'form-data';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mediaPath } from '../../support/simulator';
import { runNode, useFilesystemStore } from '../harness/harness';

/** What came over the wire, byte by byte. */
let received: { headers: IncomingHttpHeaders; body: Buffer };
let server: Server;
let baseUrl: string;

beforeAll(async () => {
	await useFilesystemStore();
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received = { headers: request.headers, body: Buffer.concat(chunks) };
			response.writeHead(400, { 'content-type': 'application/json' });
			response.end('{"error":{"message":"only looking"}}');
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => server.close());

interface Field {
	name: string;
	value: string | Buffer;
	info: { filename?: string; contentType?: string };
}

/** The fields, read by a decoder that is not ours, in the order of their coming. */
async function fieldsOf({ headers, body }: typeof received): Promise<Field[]> {
	const fields: Field[] = [];
	await new Promise<void>((done, fail) => {
		const parser = busboy({ headers, defParamCharset: 'utf8' });
		parser.on('field', (name, value) => fields.push({ name, value, info: {} }));
		parser.on('file', (name, stream, { filename, mimeType }) => {
			const field = { name, value: Buffer.alloc(0), info: { filename, contentType: mimeType } };
			fields.push(field);
			stream.on('data', (chunk: Buffer) => (field.value = Buffer.concat([field.value, chunk])));
		});
		parser.on('close', done).on('error', fail);
		parser.end(body);
	});
	return fields;
}

/** The same fields, written by an encoder that is not ours. */
function encoded(fields: readonly Field[], contentType: string): Buffer {
	const form = new FormData();
	form.setBoundary(/boundary=(.+)$/.exec(contentType)?.[1] ?? '');
	for (const { name, value, info } of fields) {
		if (typeof value === 'string') form.append(name, value);
		else form.append(name, value, info);
	}
	return form.getBuffer();
}

const credentials = () => ({ openAiVideosApi: { apiKey: 'key', baseUrl, webhookSecret: '' } });

describe('a multipart body', () => {
	it('with a picture is byte for byte what the form-data package writes', async () => {
		const photo = readFileSync(mediaPath('photo.jpg'));
		await runNode({
			node: 'soraImageToVideo',
			items: [
				{
					json: {},
					binary: { data: { data: photo.toString('base64'), mimeType: 'image/jpeg' } },
				},
			],
			credentials: credentials(),
			parameters: {
				provider: 'openAiCompatible',
				prompt: 'Der Dampf steigt über der Tasse auf – 温かい朝の光 ☕\nthen it fades',
				options: { additionalInputs: '{"steps": 20, "lora": {"name": "a\\"b"}}' },
			},
		});
		const fields = await fieldsOf(received);
		expect(fields.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['prompt', 'model', 'seconds', 'size', 'input_reference', 'steps']),
		);
		const image = fields.find(({ name }) => name === 'input_reference');
		expect(Buffer.compare(image?.value as Buffer, photo)).toBe(0);
		const expected = encoded(fields, received.headers['content-type'] ?? '');
		expect(received.body.toString('latin1')).toBe(expected.toString('latin1'));
		expect(received.headers['content-length']).toBe(String(expected.length));
	});

	it('with text alone is, too', async () => {
		await runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }],
			credentials: credentials(),
			parameters: { provider: 'openAiCompatible', prompt: 'waves "at" night; 100 %' },
		});
		const fields = await fieldsOf(received);
		const expected = encoded(fields, received.headers['content-type'] ?? '');
		expect(received.body.toString('latin1')).toBe(expected.toString('latin1'));
	});
});
