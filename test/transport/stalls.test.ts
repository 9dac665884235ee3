/** A server that falls silent in the middle of an answer, and one that drips, as n8n's helpers hand them over. */

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { httpOf, type HttpContext } from '../../nodes/Sora/transport/http';
import { watchedBody, type BodyLimits } from '../../nodes/Sora/transport/watchedBody';

let server: Server;
let respond: (response: ServerResponse) => void;

beforeAll(async () => {
	server = createServer((request, response) => {
		request.resume();
		respond(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** As n8n does it: a stream behind the headers. */
const context = {
	helpers: {
		httpRequest: async ({ url }: { url: string }) => {
			const response = await fetch(url);
			return {
				statusCode: response.status,
				headers: Object.fromEntries(response.headers),
				body: Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
			};
		},
	},
} as unknown as HttpContext;

const http = (signal?: AbortSignal) =>
	httpOf(context, { credentialType: 'none', baseUrl: baseUrl() }, signal);

const call = (more: object = {}) =>
	({ to: 'anywhere', method: 'GET', url: baseUrl(), ...more }) as const;

/** Headers that promise `length` bytes, and half of them. */
const stall = (response: ServerResponse, length = 100) => {
	response.writeHead(200, { 'content-length': length });
	response.write(Buffer.alloc(length / 2, '{'));
};

async function timed<T>(work: Promise<T>): Promise<{ ms: number; result: T }> {
	const startedAt = performance.now();
	const result = await work;
	return { ms: performance.now() - startedAt, result };
}

describe('an answer that is read whole', () => {
	it('ends when its body falls silent: it was sent, and there is no answer', async () => {
		respond = (response) => stall(response);
		const { ms, result } = await timed(http().send(call({ silenceMs: 300 })));
		expect(result).toEqual({
			networkFailure: {
				sent: true,
				code: 'STALL_TIMEOUT',
				message: 'The server stopped in the middle of its answer',
			},
		});
		expect(ms).toBeLessThan(1_500);
	});

	it('ends with its time, though bytes keep coming', async () => {
		let timer: NodeJS.Timeout;
		respond = (response) => {
			response.writeHead(200);
			timer = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(timer));
		};
		const { ms, result } = await timed(http().send(call({ timeLimitMs: 300 })));
		expect(result).toHaveProperty('networkFailure.code', 'STALL_TIMEOUT');
		expect(ms).toBeLessThan(3_500);
	});

	it('ends with its time, though no headers come', async () => {
		respond = () => undefined;
		const { ms, result } = await timed(http().send(call({ timeLimitMs: 300 })));
		expect(result).toMatchObject({ networkFailure: { sent: true, code: 'ETIMEDOUT' } });
		expect(ms).toBeLessThan(1_500);
	});

	it('is an error with its status where an error stalls', async () => {
		respond = (response) => {
			response.writeHead(503, { 'content-length': 100 });
			response.write('{');
		};
		const { result } = await timed(http().send(call({ silenceMs: 200 })));
		expect(result).toMatchObject({ response: { status: 503, body: '' } });
	});

	it('ends when the user stops the execution', async () => {
		respond = (response) => stall(response);
		const stop = new AbortController();
		const reading = timed(http(stop.signal).send(call()));
		stop.abort();
		expect((await reading).ms).toBeLessThan(1_500);
	});
});

const limits: BodyLimits = {
	silenceMs: 400,
	progressBytes: 1_000,
	patienceMs: Infinity,
	lastSilenceMs: 100,
	totalMs: Infinity,
};

/** Chunks of `bytes`, each after `ms`. */
async function* chunks(count: number, bytes: number, ms: number) {
	for (let sent = 0; sent < count; sent++) {
		await new Promise((resolve) => setTimeout(resolve, ms));
		yield new Uint8Array(bytes);
	}
}

async function read(body: AsyncIterable<Uint8Array>, pauseMs = 0): Promise<number> {
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
	}
	return length;
}

describe('the body of a file', () => {
	it('comes whole, however long it takes, as long as bytes come', async () => {
		expect(await read(watchedBody(chunks(20, 1_000, 50), limits))).toBe(20_000);
	});

	it('is broken off when too few bytes come', async () => {
		const { ms, result } = await timed(
			read(watchedBody(chunks(200, 1, 50), limits)).catch((error: Error) => error.message),
		);
		expect(result).toMatch(/stopped in the middle/);
		expect(ms).toBeLessThan(1_500);
	});

	it('may be read slowly: only waiting for bytes counts', async () => {
		expect(await read(watchedBody(chunks(3, 1_000, 1), limits), 600)).toBe(3_000);
	});

	it('is waited for no longer than a moment once nobody has patience', async () => {
		const impatient = { ...limits, silenceMs: 60_000, patienceMs: 0 };
		const { ms } = await timed(
			read(watchedBody(chunks(1, 1_000, 5_000), impatient)).catch(() => null),
		);
		expect(ms).toBeLessThan(1_500);
	});

	it('goes on while its bytes come, though nobody has patience', async () => {
		const impatient = { ...limits, patienceMs: 0 };
		expect(await read(watchedBody(chunks(10, 1_000, 30), impatient))).toBe(10_000);
	});
});

describe('a response that was read', () => {
	async function readWhole(): Promise<WeakRef<object>> {
		const origin = Readable.from([Buffer.from('{}')]);
		await read(watchedBody(origin, limits));
		return new WeakRef(origin);
	}

	it('is held by nobody, also while the pause of its watch goes on', async () => {
		setFlagsFromString('--expose-gc');
		const collectGarbage = runInNewContext('gc') as () => void;
		const response = await readWhole();
		await new Promise((resolve) => setTimeout(resolve, 10));
		collectGarbage();
		expect(response.deref()).toBeUndefined();
	});
});
