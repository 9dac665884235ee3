import '../faults/shortTimes';
import { Container } from '@n8n/di';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { BinaryDataService, type BinaryData } from 'n8n-core';
import type { INode } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import type { Content, RecordedRequest } from '../../support/simulator';
import { usualManner } from '../../support/simulator/files/downloads';
import { credentialsFor } from '../harness/providers';
import { retryDataOf, runNode, videoOf, type RunResult } from '../harness/harness';
import { useSimulator } from '../harness/simulator';

jest.setTimeout(180_000);

const sim = useSimulator({ renderMs: 50 });

afterEach(() => {
	Object.assign(sim.manner.downloads, usualManner());
	jest.restoreAllMocks();
});

const MEGABYTE = 1_000_000;

const run = async (
	provider: ProviderName = 'waveSpeed',
	settings: Partial<INode> = {},
	more: object = {},
) =>
	await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'waves' },
		settings,
		...more,
	});

/** Every task shows this video. */
function showing(bytes: number): Content {
	const video = sim.bigVideo(bytes);
	sim.script(() => ({ video }));
	return video;
}

const whole = (video: Content) => Buffer.concat([...video.bytes(0, video.length)]);

const downloads = () => sim.requests.filter(({ kind }) => kind === 'download');

async function expectDelivered(result: RunResult, bytes: Buffer): Promise<void> {
	expect(result.error).toBeUndefined();
	const stored = await videoOf(result.items[0]);
	expect(stored.length).toBe(bytes.length);
	expect(stored.equals(bytes)).toBe(true);
	expect(sim.bills.length).toBe(1);
	expect(sim.violations).toEqual([]);
}

/** The first answer breaks off in the middle; `before` the second request something changes. */
function breakOnce(before: (request: RecordedRequest) => void = () => {}): void {
	let asked = 0;
	sim.faults.add({
		on: 'download',
		fault: 'truncated',
		times: Infinity,
		match: (request) => {
			asked++;
			if (asked === 2) before(request);
			return asked === 1;
		},
	});
}

describe.each(['waveSpeed', 'openAiCompatible'] as const)('a download at %s', (provider) => {
	it('goes on where it broke off', async () => {
		const video = showing(3 * MEGABYTE);
		breakOnce();
		await expectDelivered(await run(provider), whole(video));
		const [, second] = downloads();
		// What was on its way when the connection broke may be lost, and is asked for again.
		const from = Number(/^bytes=(\d+)-$/.exec(second.headers.range ?? '')?.[1]);
		expect(from).toBeGreaterThan(MEGABYTE);
		expect(from).toBeLessThanOrEqual(video.length / 2);
		expect(second.headers['if-range']).toBe(video.etag);
		expect(second.status).toBe(206);
	});

	it('reads over what it has where the server knows no ranges', async () => {
		const video = showing(3 * MEGABYTE);
		sim.manner.downloads.ranges = false;
		breakOnce();
		await expectDelivered(await run(provider), whole(video));
		expect(downloads().map(({ status }) => status)).toEqual([200, 200]);
	});

	it.each([
		['another ETag', true, true],
		['another length and no ETag', false, true],
		['another length, no ETag and no ranges', false, false],
	])('starts over where the file has changed: %s', async (_, etag, ranges) => {
		const video = showing(3 * MEGABYTE);
		Object.assign(sim.manner.downloads, { etag, ranges });
		breakOnce(() => (sim.manner.downloads.edition = 1));
		const result = await run(provider);
		expect(result.error).toBeUndefined();
		const stored = await videoOf(result.items[0]);
		expect(stored.length).toBe(video.length + 24);
		expect(stored.subarray(0, video.length).equals(whole(video))).toBe(true);
	});

	it('is whole without a Content-Length, also where it breaks off', async () => {
		const video = showing(3 * MEGABYTE);
		sim.manner.downloads.contentLength = false;
		breakOnce();
		await expectDelivered(await run(provider), whole(video));
	});

	it.each([403, 404, 410] as const)(
		'renews an address that has expired with %s',
		async (status) => {
			const video = showing(MEGABYTE);
			sim.faults.add({ on: 'download', fault: 'expiredUrl', times: 1, status });
			await expectDelivered(await run(provider), whole(video));
			const kinds = sim.requests.map(({ kind }) => kind).filter((kind) => kind !== 'bills');
			expect(kinds.slice(kinds.indexOf('download'))).toEqual(['download', 'status', 'download']);
		},
	);

	it('that never comes whole is an error that names the task, and no output', async () => {
		showing(MEGABYTE);
		sim.faults.add({ on: 'download', fault: 'emptyBody', times: Infinity });
		const result = await run(provider, { onError: 'continueRegularOutput' });
		expect(result.items[0].binary).toBeUndefined();
		expect(result.items[0].json).toMatchObject({
			error: expect.stringContaining(sim.bills[0].taskId),
			details: { taskId: sim.bills[0].taskId, submitted: true },
		});
	});
});

describe('a redirect', () => {
	it.each(['waveSpeed', 'openAiCompatible'] as const)(
		'from %s to another host goes there without the key',
		async (provider) => {
			const video = showing(MEGABYTE);
			sim.manner.downloads.redirect = true;
			await expectDelivered(await run(provider), whole(video));
			const onCdn = downloads().filter(({ host }) => host === 'cdn');
			expect(onCdn.length).toBeGreaterThan(0);
			expect(onCdn.every(({ hasKey }) => !hasKey)).toBe(true);
		},
	);
});

/** n8n's store takes the first `bytes` of each file, and is full then. */
function fullAfter(bytes: number) {
	const service = Container.get(BinaryDataService) as unknown as {
		managers: Record<string, BinaryData.Manager>;
	};
	return jest
		.spyOn(service.managers.filesystem, 'store')
		.mockImplementation(async (_location, data) => {
			let taken = 0;
			for await (const chunk of data as Readable) {
				taken += (chunk as Buffer).length;
				if (taken > bytes) break;
			}
			const words = 'ENOSPC: no space left on device, write';
			throw Object.assign(new Error(words), { code: 'ENOSPC' });
		});
}

describe('a full disk', () => {
	it('is said to be what it is, and costs no second video once there is space', async () => {
		const video = showing(3 * MEGABYTE);
		const full = fullAfter(MEGABYTE);
		const first = await run();
		expect(first.error?.message).toMatch(/could not store the video: ENOSPC: no space left/);
		expect(first.error?.message).toContain(sim.bills[0].taskId);
		expect(downloads().length).toBe(1);
		full.mockRestore();
		const second = await run('waveSpeed', {}, { retryOf: retryDataOf(first.run) });
		await expectDelivered(second, whole(video));
	});
});

const MEMORY_LIMIT_BYTES = 120 * MEGABYTE;

describe('a video of 300 MB', () => {
	it('that breaks off is taken up again, and is never in memory as a whole', async () => {
		const video = showing(300 * MEGABYTE);
		breakOnce();
		const before = process.memoryUsage().rss;
		let peak = before;
		const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
		const result = await run();
		clearInterval(watch);
		expect(result.error).toBeUndefined();
		expect(peak - before).toBeLessThan(MEMORY_LIMIT_BYTES);

		const expected = createHash('sha256');
		for (const chunk of video.bytes(0, video.length)) expected.update(chunk);
		const stored = createHash('sha256');
		const id = result.items[0].binary?.data.id ?? '';
		const stream = await Container.get(BinaryDataService).getAsStream(id);
		for await (const chunk of stream) stored.update(chunk as Buffer);
		expect(stored.digest('hex')).toBe(expected.digest('hex'));
	});
});
