import { runNode, videoOf, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 300 });

const credentials = (apiKey = 'test-key', baseUrl = sim.baseUrl('waveSpeed')) => ({
	waveSpeedApi: { apiKey, baseUrl, webhookSecret: '' },
});

const items = (...prompts: string[]) => prompts.map((prompt) => ({ json: { prompt } }));

async function run(prompts: string[], more: Partial<RunOptions> = {}) {
	return await runNode({
		node: 'soraTextToVideo',
		items: items(...prompts),
		credentials: credentials(),
		...more,
		parameters: { prompt: '={{ $json.prompt }}', ...more.parameters },
	});
}

describe('Sora Text to Video with WaveSpeedAI', () => {
	it('renders each item, in order, linked to its input, with the video attached', async () => {
		const result = await run(['waves', 'dunes', 'a city at night']);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(result.items[1].json).toMatchObject({
			provider: 'waveSpeed',
			model: 'bytedance/seedance-2.5/text-to-video',
			deliveredModel: 'bytedance/seedance-2.5/text-to-video',
			status: 'completed',
			durationSeconds: 4,
			warnings: [],
		});
		expect(result.items[1].json).not.toHaveProperty('error');
		expect(result.items[0].binary?.data).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
		});
		const video = await videoOf(result.items[0]);
		expect(video.subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills.map(({ input }) => input.prompt).sort()).toEqual([
			'a city at night',
			'dunes',
			'waves',
		]);
		expect(sim.bills[0].input).toMatchObject({
			duration: 4,
			aspect_ratio: '9:16',
			resolution: '720p',
		});
		expect(sim.violations).toEqual([]);
	});

	it('returns the task at once with Submit Only', async () => {
		const result = await run(['waves'], { parameters: { waitMode: 'submit' } });
		expect(result.items[0].json).toMatchObject({ status: 'queued', videoUrl: null, videoUrls: [] });
		expect(result.items[0].binary).toBeUndefined();
	});

	it('hands the provider response over only on request', async () => {
		const result = await run(['waves'], {
			parameters: { options: { includeProviderResponse: true, outputField: 'clip' } },
		});
		expect(result.items[0].json.providerResponse).toMatchObject({ code: 200 });
		expect(Object.keys(result.items[0].binary ?? {})).toEqual(['clip']);
	});

	it('merges additional inputs last, and sends words only where they are set', async () => {
		await run(['waves'], {
			parameters: { options: { additionalInputs: '{"duration": 6, "reference_images": ["x"]}' } },
		});
		expect(sim.bills[0].input).toMatchObject({ duration: 6, reference_images: ['x'] });
		expect(sim.bills[0].input).not.toHaveProperty('generate_audio');
		expect(sim.bills[0].input).not.toHaveProperty('seed');
	});

	it('warns of a retired model and of the model that ran instead', async () => {
		const result = await run(['waves'], {
			parameters: { model: { __rl: true, mode: 'id', value: 'openai/sora-2/text-to-video' } },
		});
		const warnings = (result.items[0].json.warnings as string[]).join(' ');
		expect(warnings).toMatch(
			/is retired: it was switched off on 2026-09-24\. Choose bytedance\/seedance-2\.5\/text-to-video instead\./,
		);
		expect(warnings).toMatch(/was run instead of openai\/sora-2\/text-to-video/);
	});
});

describe("n8n's own retries", () => {
	it('Retry On Fail picks the good tasks up and submits the failed one again', async () => {
		let tries = 0;
		sim.script(({ input }) =>
			input.prompt === 'bad' && ++tries === 1 ? { outcome: 'failed', message: 'once' } : undefined,
		);
		const result = await run(['good', 'bad', 'also good'], {
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		});
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
		expect(sim.bills.length).toBe(4);
	});

	it('a lost answer is found again in the history', async () => {
		sim.manner.waveSpeedEcho = true;
		sim.faults.add({ provider: 'waveSpeed', on: 'submit', fault: 'resetAfterRead', times: 1 });
		const result = await run(['waves']);
		expect(result.error).toBeUndefined();
		expect(result.items[0].json.taskId).toBe(sim.bills[0].taskId);
		expect(sim.bills.length).toBe(1);
		sim.manner.waveSpeedEcho = false;
	});
});

describe('Stop', () => {
	it('ends the wait within a second, and nothing is sent after it', async () => {
		sim.script(() => ({ renderMs: 60_000 }));
		let stoppedAt = 0;
		const start = Date.now();
		await run(['waves', 'dunes'], {
			onStart: (stop) => {
				setTimeout(() => {
					stoppedAt = Date.now();
					stop();
				}, 3_500);
			},
		}).catch(() => undefined);
		expect(Date.now() - stoppedAt).toBeLessThan(1_000);
		expect(stoppedAt - start).toBeGreaterThan(3_000);
		const sent = sim.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 3_000));
		expect(sim.requests.length).toBe(sent);
	});
});
