import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { mediaPath } from '../../../support/simulator';
import { runNode, useFilesystemStore, videoOf } from '../../harness/harness';

jest.setTimeout(120_000);

const VIDEO = readFileSync(mediaPath('landscape.mp4'));
const CREATED = { id: 'task_1', object: 'video', status: 'queued' };

interface Asked {
	method: string;
	path: string;
	hasKey: boolean;
	type: string;
	body: string;
}

/** What a host answers; undefined: 404. */
type Host = (
	asked: Asked,
) => { status?: number; json?: unknown; bytes?: Buffer; page?: string } | undefined;

let host: Host = () => undefined;
let asked: Asked[] = [];
let server: Server;
let baseUrl = '';

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const call: Asked = {
		method: request.method ?? '',
		path: request.url ?? '',
		hasKey: request.headers.authorization === 'Bearer test-key-123',
		type: request.headers['content-type'] ?? '',
		body: Buffer.concat(chunks).toString('latin1'),
	};
	asked.push(call);
	const {
		status = 200,
		json,
		bytes,
		page,
	} = host(call) ?? { status: 404, json: { detail: 'Not Found' } };
	const type = bytes ? 'video/mp4' : page ? 'text/html' : 'application/json';
	const body = bytes ?? Buffer.from(page ?? JSON.stringify(json));
	response.writeHead(status, { 'content-type': type, 'content-length': body.length });
	response.end(body);
}

beforeAll(async () => {
	await useFilesystemStore();
	server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
beforeEach(() => (asked = []));
afterAll(async () => {
	const closed = new Promise((resolve) => server.close(resolve));
	server.closeAllConnections();
	await closed;
});

const run = async (waitTimeout = 30) =>
	await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: { openAiVideosApi: { apiKey: 'test-key-123', baseUrl, webhookSecret: '' } },
		parameters: {
			provider: 'openAiCompatible',
			prompt: 'waves',
			options: { waitTimeout },
		},
	});

/** A host that takes every task, and then says this of it. */
function saying(task: unknown, rest: Host = () => undefined): Host {
	return (call) => {
		if (call.method === 'POST') return { json: CREATED };
		return call.path === '/v1/videos/task_1' ? { json: task } : rest(call);
	};
}

const origin = () => baseUrl.replace('/v1', '');

it('delivers a video of 3 MB that stands in the status itself', async () => {
	const bytes = Buffer.concat([VIDEO, freeBox(3_000_000)]);
	const url = `data:video/mp4;base64,${bytes.toString('base64')}`;
	host = saying({ ...CREATED, status: 'completed', metadata: { url } });
	const { items, error } = await run();

	expect(error).toBeUndefined();
	expect((await videoOf(items[0])).equals(bytes)).toBe(true);
});

/** ISO/IEC 14496-12, 8.1.2: room that means nothing. */
function freeBox(length: number): Buffer {
	const box = Buffer.alloc(length);
	box.writeUInt32BE(length, 0);
	box.write('free', 4);
	return box;
}

it('sends a request that a host cannot read as a form once more as JSON', async () => {
	host = (call) => {
		const isJson = call.type.startsWith('application/json');
		if (call.method === 'POST' && !isJson) {
			const message = "Invalid JSON: 'utf-8' codec can't decode byte 0xff in position 805";
			return { status: 400, json: { code: 'fail_to_fetch_task', message } };
		}
		return saying({ status: 'done', video: { url: `${origin()}/a.mp4` } }, ({ path }) =>
			path === '/a.mp4' ? { bytes: VIDEO } : undefined,
		)(call);
	};
	const { items, error } = await run();

	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ taskId: 'task_1', status: 'completed' });
	expect(asked.filter(({ method }) => method === 'POST').length).toBe(2);
});

it('takes the video from an address that stands where nobody would look, and says from where', async () => {
	host = saying(
		{ ...CREATED, status: 'completed', remixed_from_video_id: `${origin()}/agnes.mp4` },
		({ path }) => (path === '/agnes.mp4' ? { bytes: VIDEO } : undefined),
	);
	const { items, error } = await run();

	expect(error).toBeUndefined();
	expect((await videoOf(items[0])).equals(VIDEO)).toBe(true);
	expect(items[0].json.warnings).toEqual([
		expect.stringContaining('"remixed_from_video_id"') as string,
	]);
	expect(asked.find(({ path }) => path === '/agnes.mp4')?.hasKey).toBe(false);
});

it('asks at /content with the key where the address in the task wants it', async () => {
	const url = `${origin()}/v1/video/generations/task_1/content`;
	host = saying({ ...CREATED, status: 'completed', metadata: { url } }, ({ path, hasKey }) => {
		if (!hasKey) return { status: 401, json: { error: 'no key' } };
		return path === '/v1/videos/task_1/content' ? { bytes: VIDEO } : undefined;
	});
	const { items, error } = await run();

	expect(error).toBeUndefined();
	expect((await videoOf(items[0])).equals(VIDEO)).toBe(true);
});

it("passes the host's words on when its own key is missing", async () => {
	const message = 'Incorrect API key provided: None.';
	host = saying({ ...CREATED, status: 'completed' }, ({ path }) =>
		path.endsWith('/content') ? { status: 401, json: { error: { message } } } : undefined,
	);
	const { error } = await run(4);

	expect(error?.message).toContain(message);
	expect(error?.message).toContain('task_1');
	expect(`${error?.message} ${error?.description}`).not.toMatch(/credential/i);
	expect(error?.context?.data).toMatchObject({ category: 'provider', submitted: true });
});

it.each([
	{ status: 'FAILURE', fail_reason: 'Incorrect API key provided: None.', task_id: 'task_1' },
	{ id: 'task_1', status: 'failed', error: { code: 'invalid_api_key', message: 'Unauthorized' } },
])('does not blame our key for a task that the host could not pass on: %j', async (task) => {
	host = saying(task);
	const { error } = await run();

	expect(`${error?.message} ${error?.description}`).not.toMatch(/credential|API key in/i);
	expect(error?.context?.data).toMatchObject({ category: 'provider', taskId: 'task_1' });
});

it.each([
	[401, { error: { message: 'Incorrect API key provided: None.', code: 'invalid_api_key' } }],
	[401, { code: 'do_request_failed', message: 'upstream: invalid api key', data: null }],
])(
	'does not blame our key for a submit that the host could not pass on: %d %j',
	async (status, json) => {
		host = () => ({ status, json });
		const { error } = await run();

		expect(`${error?.message} ${error?.description}`).not.toMatch(/credential|Check the API key/i);
		expect(error?.context?.data).toMatchObject({ category: 'provider' });
	},
);

it('has the base URL in mind where a page comes instead of a task', async () => {
	host = () => ({ page: '<html><head><title>Welcome</title></head></html>' });
	const { error } = await run();

	expect(error?.message).toContain('titled "Welcome"');
	expect(error?.message).toContain('Base URL in the credential');
});

it('goes on to the address that /content answers with', async () => {
	host = saying({ ...CREATED, status: 'completed' }, ({ path }) => {
		if (path.endsWith('/content')) return { json: { data: { url: `${origin()}/b.mp4` } } };
		return path === '/b.mp4' ? { bytes: VIDEO } : undefined;
	});
	const { items, error } = await run();

	expect(error).toBeUndefined();
	expect((await videoOf(items[0])).equals(VIDEO)).toBe(true);
	expect(asked.find(({ path }) => path === '/b.mp4')?.hasKey).toBe(false);
});

it('passes on what /content says with HTTP 200 instead of a video', async () => {
	const message = 'The file was lost on the worker';
	host = saying({ ...CREATED, status: 'completed' }, ({ path }) =>
		path.endsWith('/content') ? { json: { error: { message } } } : undefined,
	);
	const { error } = await run(4);

	expect(error?.message).toContain(`The downloaded file is not a video: ${message}`);
	expect(error?.message).toContain('task_1');
});

it('says in its own words why a task has failed', async () => {
	host = saying({
		status: 'FAILURE',
		fail_reason: 'Your request was blocked by our moderation system.',
		task_id: 'task_1',
	});
	const { error } = await run();

	expect(error?.message).toContain('blocked by our moderation system');
	expect(error?.context?.data).toMatchObject({ category: 'moderation', taskId: 'task_1' });
});

it('has submitted nothing where a success speaks of an error', async () => {
	host = () => ({ json: { code: 422, msg: 'The input prompt is too long', data: null } });
	const { error } = await run();

	expect(error?.message).toContain('The input prompt is too long');
	expect(error?.context?.data).toMatchObject({ submitted: false, category: 'invalid_input' });
	expect(asked.length).toBe(1);
});
