import '../faults/shortTimes';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import type { INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDERS } from '../../nodes/Sora/providers';
import { mediaPath, startSimulator, type FaultRule, type Simulator } from '../../support/simulator';
import { credentialsFor, PROVIDER_NAMES } from '../harness/providers';
import { runNode, useFilesystemStore, type RunResult } from '../harness/harness';

jest.setTimeout(120_000);

const KEY = 'sk-live-0123456789abcdef';

let sim: Simulator;
/** A host that nobody's key belongs to. */
let stranger: Server;
let strangerUrl: string;
let heard: IncomingMessage[] = [];
let answerOfStranger: (response: ServerResponse) => void;

beforeAll(async () => {
	await useFilesystemStore();
	sim = await startSimulator({ renderMs: 50, keys: KEY });
	stranger = createServer((request, response) => {
		heard.push(request);
		answerOfStranger(response);
	});
	await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
	strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
beforeEach(() => {
	heard = [];
	answerOfStranger = (response) => response.writeHead(404).end();
});
afterEach(() => sim.reset());
afterAll(async () => {
	stranger.closeAllConnections();
	stranger.close();
	await sim.close();
});

/** Anywhere in what n8n keeps of the execution, or in the error's own words. */
function leaks({ run: execution, error }: RunResult): boolean {
	return [JSON.stringify(execution), String(error?.stack), String(error?.description)].some(
		(text) => text.includes(KEY),
	);
}

const run = async (provider: ProviderName, options: INodeParameters = {}, settings = {}) =>
	await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'waves', options },
		settings,
	});

const respondWith = (
	on: FaultRule['on'],
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
	times = 1,
) => sim.faults.add({ on, fault: 'response', times, response: { status, body, headers } });

/** A task that has ended, in each format, with its video at this address. */
function completed(provider: ProviderName, id: string, url: string): unknown {
	const tasks: Record<ProviderName, unknown> = {
		waveSpeed: { code: 200, message: 'success', data: { id, status: 'completed', outputs: [url] } },
		apiyi: { id, status: 'succeeded', content: { video_url: url } },
		eachlabs: { id, status: 'success', output: url },
		// What the status says, and the result.
		fal: { request_id: id.split('/').pop(), status: 'COMPLETED', video: { url } },
		openRouter: { id, polling_url: `/api/v1/videos/${id}`, status: 'completed', urls: [url] },
		openAiCompatible: { id, object: 'video', status: 'completed', progress: 100, url },
	};
	return tasks[provider];
}

/** Whether it has the bytes of a task that names no address. */
function hasPathToVideos(provider: ProviderName, id: string): boolean {
	const body = completed(provider, id, 'none');
	const read = PROVIDERS[provider].parseStatus({ status: 200, headers: {}, body }, { id });
	return read.kind === 'task' && PROVIDERS[provider].video(read.task).length > 0;
}

/** The next look brings a completed task with this video. */
function completesWith(provider: ProviderName, url: string): void {
	sim.faults.add({
		on: 'status',
		fault: 'response',
		times: Infinity,
		get response() {
			const [bill] = sim.bills;
			return { status: 200, body: completed(provider, bill?.taskId ?? '', url) };
		},
	});
}

describe.each(PROVIDER_NAMES)('the key for %s', (provider) => {
	it('is in nothing that a run leaves behind, also where the provider repeats it', async () => {
		const words = `Incorrect API key provided: ${KEY}. You can find your key in the console.`;
		respondWith('submit', 400, { error: { message: words, code: KEY }, message: words });
		const failed = await run(provider, { includeProviderResponse: true });
		expect(failed.error?.message).toContain('Incorrect API key provided');
		expect(leaks(failed)).toBe(false);

		const went = await run(provider, { includeProviderResponse: true });
		expect(went.items[0].json.status).toBe('completed');
		expect(leaks(went)).toBe(false);
	});

	it('is not in the provider response of a task that repeats it', async () => {
		sim.faults.add({
			on: 'status',
			fault: 'response',
			times: Infinity,
			get response() {
				const id = sim.bills[0]?.taskId ?? '';
				const task = completed(provider, id, `${sim.cdnUrl}/nothing.mp4`) as object;
				return { status: 200, body: { ...task, debug: { authorization: `Bearer ${KEY}` } } };
			},
		});
		const result = await runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }],
			credentials: credentialsFor(sim, provider),
			parameters: {
				provider,
				prompt: 'waves',
				downloadVideo: false,
				options: { includeProviderResponse: true },
			},
		});
		expect(JSON.stringify(result.items[0].json.providerResponse)).toContain('authorization');
		expect(leaks(result)).toBe(false);
	});

	it.each(['submit', 'status'] as const)('does not follow a redirect of a %s call', async (on) => {
		const body = { error: 'moved' };
		respondWith(on, 307, body, { location: `${strangerUrl}/elsewhere` }, on === 'submit' ? 1 : 2);
		const result = await run(provider, { waitTimeout: 30 });
		expect(heard).toEqual([]);
		expect(sim.bills.length).toBe(on === 'submit' ? 0 : 1);
		if (on === 'status') expect(result.items[0].json.status).toBe('completed');
	});

	it('does not go along to where the video is', async () => {
		answerOfStranger = (response) => {
			const bytes = readFileSync(mediaPath('portrait.mp4'));
			response.writeHead(200, { 'content-type': 'video/mp4' }).end(bytes);
		};
		completesWith(provider, `${strangerUrl}/clip.mp4`);
		const result = await run(provider);
		expect(result.items[0].json.status).toBe('completed');
		expect(heard.map(({ url }) => url)).toEqual(['/clip.mp4']);
		expect(heard[0].headers).not.toHaveProperty('authorization');
		expect(JSON.stringify(heard[0].rawHeaders)).not.toContain(KEY);
	});
});

describe.each(PROVIDER_NAMES)('what %s answers is not trusted', (provider) => {
	it.each(['file:///etc/passwd', 'javascript:alert(1)', 'ftp://example.com/a.mp4', '/etc/passwd'])(
		'%s is no address of a video',
		async (url) => {
			completesWith(provider, url);
			const result = await run(provider, { waitTimeout: 10 });
			expect(JSON.stringify(result.items)).not.toContain(url);
			// Some have the bytes behind a path of their own; the others have no video then.
			if (!hasPathToVideos(provider, sim.bills[0].taskId)) {
				expect(result.error?.context?.data).toMatchObject({ submitted: true, status: 'failed' });
			}
		},
	);

	it('a status answer of more than 1 MB is none, and the next one counts', async () => {
		sim.faults.add({
			on: 'status',
			fault: 'response',
			times: 1,
			get response() {
				const task = completed(provider, sim.bills[0]?.taskId ?? '', `${strangerUrl}/x.mp4`);
				return { status: 200, body: { ...(task as object), padding: 'no file, '.repeat(130_000) } };
			},
		});
		const result = await run(provider);
		expect(result.items[0].json.status).toBe('completed');
		expect(heard).toEqual([]);
		expect(sim.requests.filter(({ kind }) => kind === 'status').length).toBeGreaterThan(1);
	});

	it('a task ID cannot lead to another path or host', async () => {
		const id = '../../../balance?x=//stranger';
		const urls = { get: `${strangerUrl}/steal` };
		const bodies: Record<ProviderName, unknown> = {
			waveSpeed: { code: 200, data: { id, status: 'created', urls } },
			apiyi: { id, urls },
			eachlabs: { status: 'success', predictionID: id, urls },
			fal: { request_id: id, status_url: urls.get, response_url: urls.get },
			openRouter: {
				id,
				status: 'pending',
				polling_url: `${strangerUrl}/api/v1/videos/steal`,
				urls,
			},
			openAiCompatible: { id, object: 'video', status: 'queued', urls },
		};
		respondWith('submit', 200, bodies[provider]);
		await run(provider, { waitTimeout: 4 });
		expect(heard).toEqual([]);
		const polls = sim.requests.filter(({ kind }) => kind === 'status');
		expect(polls.length).toBeGreaterThan(0);
		// One part of the path, whatever is in it.
		for (const { path } of polls) expect(path).toContain(`/${encodeURIComponent(id)}`);
		const kinds = ['submit', 'status', 'price', 'models', 'bills'];
		expect(sim.requests.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
	});
});

describe('a file name from a header', () => {
	it.each([
		['attachment; filename="../../../home/node/.n8n/config"'],
		["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd"],
		['attachment; filename="a\\b/c d.sh"'],
		['attachment; filename="C:\\\\Windows\\\\evil.exe"'],
	])('%s stays a name', async (disposition) => {
		answerOfStranger = (response) => {
			const bytes = readFileSync(mediaPath('portrait.mp4'));
			response
				.writeHead(200, { 'content-type': 'video/mp4', 'content-disposition': disposition })
				.end(bytes);
		};
		completesWith('waveSpeed', `${strangerUrl}/clip.mp4`);
		const result = await run('waveSpeed');
		const { fileName, directory } = result.items[0].binary?.data ?? {};
		expect(fileName).toMatch(/^[^/\\:*?"<>|]+\.mp4$/);
		expect(fileName).not.toMatch(/^\.|\.\./);
		expect(directory ?? '').toBe('');
	});
});
