import '../../faults/shortTimes';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { credentialsFor, modelId } from '../../harness/providers';
import { runNode, videoOf } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });
const provider = 'openRouter';

async function run(
	parameters: INodeParameters = {},
	node: 'soraTextToVideo' | 'soraImageToVideo' | 'soraGetResult' = 'soraTextToVideo',
	items: INodeExecutionData[] = [{ json: {} }],
) {
	return await runNode({
		node,
		items,
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'waves', ...parameters },
	});
}

const submits = () => sim.requests.filter(({ kind }) => kind === 'submit');

describe('a video of OpenRouter', () => {
	it('comes from its signed address, without the key', async () => {
		const { items } = await run();
		expect(items[0].json.videoUrl).toBe(sim.videoUrl(sim.bills[0].taskId));
		const downloads = sim.requests.filter(({ kind }) => kind === 'download');
		expect(downloads.map(({ host, hasKey }) => [host, hasKey])).toEqual([['cdn', false]]);
	});

	it('comes through the API, with the key, if there is no other address', async () => {
		sim.manner.openRouterUrls = false;
		const { items } = await run();
		sim.manner.openRouterUrls = true;
		expect(items[0].json).toMatchObject({ status: 'completed', videoUrl: null, videoUrls: [] });
		expect((await videoOf(items[0])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.violations).toEqual([]);
	});

	it('comes through the API if its signed address is refused', async () => {
		sim.faults.add({
			provider,
			on: 'download',
			fault: 'response',
			times: Infinity,
			match: ({ host }) => host === 'cdn',
			response: { status: 403, body: 'no' },
		});
		const { items } = await run();
		expect((await videoOf(items[0])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills).toHaveLength(1);
		expect(sim.violations).toEqual([]);
	});

	it('is asked for at the credential’s own base URL, wherever polling_url leads', async () => {
		const first = await run();
		const second = await run();
		expect([first, second].map(({ items }) => items[0].json.status)).toEqual([
			'completed',
			'completed',
		]);
		const paths = sim.requests.filter(({ kind }) => kind === 'status').map(({ path }) => path);
		expect(new Set(paths)).toEqual(
			new Set(sim.bills.map(({ taskId }) => `/openrouter/api/v1/videos/${taskId}`)),
		);
	});
});

describe('the money of a video of OpenRouter', () => {
	it('is estimated before, and told by OpenRouter after', async () => {
		const { items } = await run();
		expect(items[0].json).toMatchObject({
			estimatedCost: { amount: 0.2, currency: 'USD', basis: 'provider' },
			cost: { amount: 0.2, currency: 'USD' },
		});
	});

	it('is kept below a cap, before anything is submitted', async () => {
		const { error } = await run({ options: { maxCost: 0.19 } });
		expect(error?.name).toBe('NodeOperationError');
		expect(submits()).toEqual([]);
		const within = await run({ options: { maxCost: 0.2 } });
		expect(within.items[0].json.status).toBe('completed');
	});
});

describe('what OpenRouter’s own list says of a model', () => {
	it('is checked before anything is paid', async () => {
		const wrong = { model: modelId('acme/clip-1'), duration: 4, resolution: 'auto' };
		const refused = await run(wrong);
		expect(refused.error?.message).toMatch(/Acme: Clip 1 supports 3, 6 or 9 seconds, not 4/);
		expect(submits()).toEqual([]);
		const taken = await run({ ...wrong, duration: 6, waitMode: 'submit' });
		expect(taken.error).toBeUndefined();
		expect(sim.bills[0].input).toMatchObject({ model: 'acme/clip-1', duration: 6 });
	});

	it('refuses an image for a model that makes videos of text only', async () => {
		const model = modelId('acme/text-only-1');
		const image = { imageSource: 'url', imageUrl: sim.imageFileUrl('photo.jpg') };
		const refused = await run({ model, ...image }, 'soraImageToVideo');
		expect(refused.error?.message).toMatch(/does not use an image: use Sora Text to Video/);
		expect(submits()).toEqual([]);
		const taken = await run({ model, waitMode: 'submit' });
		expect(taken.error).toBeUndefined();
	});

	it('does not hold up a model while the list cannot be had', async () => {
		sim.faults.add({ provider, on: 'models', fault: 'status502', times: Infinity });
		const { error } = await run({ model: modelId('acme/clip-1'), duration: 6, waitMode: 'submit' });
		// Nobody has checked the resolution, so that OpenRouter itself says what it takes.
		expect(error?.context?.data).toMatchObject({ category: 'invalid_input', submitted: false });
		expect(sim.bills).toEqual([]);
	});
});

describe('what is refused before anything is submitted', () => {
	it('a length that the default model does not take', async () => {
		const { error } = await run({ duration: 5 });
		expect(error?.message).toMatch(/Veo 3\.1 Lite supports 4, 6 or 8 seconds, not 5/);
		expect(sim.requests).toEqual([]);
	});

	it('an image that is too large', async () => {
		const data = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20e6)]);
		const item = {
			json: {},
			binary: { data: { data: data.toString('base64'), mimeType: 'image/png' } },
		};
		const { error } = await run({}, 'soraImageToVideo', [item]);
		expect(error?.message).toMatch(/20 MB/);
		expect(sim.requests).toEqual([]);
	});

	it('a key with its scheme in front', async () => {
		const { error } = await runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }],
			credentials: credentialsFor(sim, provider, 'Bearer sk-or-v1-0123456789'),
			parameters: { provider, prompt: 'waves' },
		});
		expect(error?.message).toMatch(/begins with "Bearer": enter the key alone/);
		expect(sim.requests).toEqual([]);
	});

	it.each(['models', '../key', 'https://openrouter.ai/api/v1/videos/models'])(
		'%s as a task ID',
		async (taskId) => {
			const { error } = await run({ taskId }, 'soraGetResult');
			expect(error?.name).toBe('NodeOperationError');
			expect(sim.requests).toEqual([]);
		},
	);
});

describe('what OpenRouter refuses', () => {
	it('a model that is switched off, with what to use instead', async () => {
		const { error } = await run({ model: modelId('openai/sora-2-pro'), duration: 8 });
		expect(error?.context?.data).toMatchObject({ category: 'model_retired', submitted: false });
		expect(sim.bills).toEqual([]);
	});

	it('a callback that is not HTTPS', async () => {
		const options = { callbackUrl: 'http://example.com/done' };
		const { error } = await run({ options, waitMode: 'submit' });
		expect(error?.message).toContain('callback_url must be HTTPS');
		expect(error?.context?.data).toMatchObject({ category: 'invalid_input', submitted: false });
	});

	it('a key without credits', async () => {
		sim.faults.add({ provider, on: 'submit', fault: 'quota', times: Infinity });
		const { error } = await run();
		expect(error?.context?.data).toMatchObject({ category: 'quota', submitted: false });
		expect(submits()).toHaveLength(1);
	});
});

it('says of a submit whose answer was lost that it may be paid, and submits it never again', async () => {
	sim.faults.add({ provider, on: 'submit', fault: 'resetAfterRead', times: 1 });
	const { error } = await run();
	expect(error?.context?.data).toMatchObject({ submitted: true, taskId: null });
	expect(sim.bills).toHaveLength(1);
	expect(submits()).toHaveLength(1);
});
