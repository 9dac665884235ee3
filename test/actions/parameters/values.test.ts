/** Parameters by expression, as sheets and forms fill them, in n8n's own contexts. */

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../../support/simulator';
import { credentialsFor, PROVIDER_NAMES } from '../../harness/providers';
import { runNode, useFilesystemStore, type RunOptions } from '../../harness/harness';

jest.setTimeout(60_000);

let sim: Simulator;

beforeAll(async () => {
	await useFilesystemStore();
	sim = await startSimulator({ renderMs: 50 });
});
afterEach(() => sim.reset());
afterAll(async () => await sim.close());

/** Runs one item whose JSON is `value` under `v`, for parameters that say `{{ $json.v }}`. */
async function run(v: unknown, parameters: INodeParameters, more: Partial<RunOptions> = {}) {
	return await runNode({
		node: 'soraTextToVideo',
		items: [{ json: { v } as IDataObject }],
		credentials: credentialsFor(sim, 'waveSpeed'),
		...more,
		parameters: { prompt: 'A boat', waitMode: 'submit', ...parameters },
	});
}

const V = '={{ $json.v }}';
const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

describe('what is clear is read', () => {
	it.each([
		['aspectRatio', '16/9', { aspect_ratio: '16:9' }],
		['aspectRatio', ' 9:16 ', { aspect_ratio: '9:16' }],
		['aspectRatio', '1920x1080', { aspect_ratio: '16:9' }],
		['aspectRatio', null, { aspect_ratio: '9:16' }],
		['resolution', 1080, { resolution: '1080p' }],
		['resolution', '1080', { resolution: '1080p' }],
		['resolution', undefined, { resolution: '720p' }],
		['duration', '6', { duration: 6 }],
		['duration', '6 seconds', { duration: 6 }],
		['duration', '', { duration: 4 }],
		['prompt', 5, { prompt: '5' }],
	] as const)('%s as %p', async (name, value, input) => {
		const result = await run(value, { [name]: V });
		expect(result.error).toBeUndefined();
		expect(sim.bills[0].input).toMatchObject(input);
	});

	it('a duration of 0 is left to the model', async () => {
		const result = await run(0, { duration: V });
		expect(result.error).toBeUndefined();
		expect(sim.bills[0].input).not.toHaveProperty('duration');
	});

	it.each([['false'], ['no'], [0], [false]])('Generate Audio as %p is off', async (value) => {
		await run(value, { options: { generateAudio: V } });
		expect(sim.bills[0].input).toMatchObject({ generate_audio: false });
	});

	it.each([[''], [null], [undefined]])('options are not set by %p', async (value) => {
		const result = await run(value, {
			options: {
				seed: V,
				generateAudio: V,
				negativePrompt: V,
				additionalInputs: V,
				callbackUrl: V,
				waitTimeout: V,
				maxConcurrent: V,
				onTimeout: V,
				outputField: V,
				publicUrlHours: V,
				includeProviderResponse: V,
				cancelOnTimeout: V,
			},
		});
		expect(result.error).toBeUndefined();
		expect(Object.keys(sim.bills[0].input).sort()).toEqual([
			'aspect_ratio',
			'duration',
			'prompt',
			'resolution',
		]);
	});

	it('switches as words: Download Video and Include Provider Response', async () => {
		const result = await run('no', {
			waitMode: 'wait',
			downloadVideo: V,
			options: { includeProviderResponse: '={{ "yes" }}' },
		});
		expect(result.items[0].json).toMatchObject({ status: 'completed' });
		expect(result.items[0].json).toHaveProperty('providerResponse');
		expect(result.items[0].binary).toBeUndefined();
	});

	it.each([['1'], [0.5]])(
		'a public URL for %p hours, which this n8n cannot give',
		async (value) => {
			const result = await run(value, { waitMode: 'wait', options: { publicUrlHours: V } });
			expect(result.items[0].json).toMatchObject({
				status: 'completed',
				publicUrl: null,
				warnings: [expect.stringContaining("this n8n can't be reached from the internet")],
			});
			expect(result.items[0].binary).toHaveProperty('data');
		},
	);

	it('a size in pixels as Aspect Ratio that is not the size of Resolution is told', async () => {
		const { items } = await run('1920x1080', { aspectRatio: V, resolution: '720p' });
		expect(items[0].json.warnings).toEqual([
			'Aspect Ratio was set to a size in pixels and used as 16:9. The size is set by Resolution, which is 720p.',
		]);
		const other = await run('1920x1080', { aspectRatio: V, resolution: 'auto' });
		expect(other.items[0].json.warnings).toEqual([]);
		expect(sim.bills[1].input).toMatchObject({ aspect_ratio: '16:9', resolution: '1080p' });
	});
});

describe('what is not clear is refused before anything is submitted', () => {
	it.each([
		['aspectRatio', '4:5', /supports aspect ratio 16:9, .* or .*, not 4:5/],
		['aspectRatio', '2:3', /supports aspect ratio 16:9, .*, not 2:3/],
		['aspectRatio', 'wide', /Aspect Ratio must be Auto or a ratio such as 16:9, .*, not "wide"/],
		['aspectRatio', 0.5625, /Aspect Ratio must be Auto .*, not 0\.5625/],
		['resolution', '999p', /supports resolution .*, not 999p/],
		['resolution', true, /Resolution must be Auto or a tier such as .*, not true/],
		['duration', 'abc', /Duration must be a number of seconds, not "abc"/],
		['duration', '5 minutes', /Duration must be a number of seconds/],
		['duration', [4], /Duration must be a number of seconds, not a list/],
		['prompt', { text: 'a boat' }, /^Prompt must be text, not an object/],
		['prompt', ['a boat'], /^Prompt must be text, not a list/],
		['prompt', null, /^The prompt is empty/],
		['downloadVideo', 'perhaps', /Download Video must be true or false, not "perhaps"/],
	] as const)('%s as %p', async (name, value, words) => {
		const result = await run(value, { waitMode: 'wait', [name]: V });
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(words);
		expect(result.error?.context?.itemIndex).toBe(0);
		expect(sim.bills).toEqual([]);
	});

	it('a prompt into which an expression has put an object', async () => {
		const result = await run({ text: 'a boat' }, { prompt: '=Show {{ $json.v }}' });
		expect(result.error?.message).toMatch(/^Prompt contains "\[object Object\]"/);
		expect(sim.bills).toEqual([]);
	});

	it.each([
		['seed', '1.5', /Seed must be a whole number, not "1\.5"/],
		['seed', 'lucky', /Seed must be a whole number, not "lucky"/],
		['generateAudio', 'loud', /Generate Audio must be true or false, not "loud"/],
		['negativePrompt', { no: 'rain' }, /Negative Prompt must be text, not an object/],
		['additionalInputs', 5, /Additional Inputs must be a JSON object/],
		['callbackUrl', 'example.com', /Callback URL must be an http or https address/],
		['waitTimeout', 'abc', /Wait Timeout must be a number of seconds, not "abc"/],
		['waitTimeout', -1, /Wait Timeout must be a number above 0, not -1/],
		['maxConcurrent', 'many', /Max Concurrent must be a number, not "many"/],
		['maxConcurrent', 0, /Max Concurrent must be a number above 0, not 0/],
		['onTimeout', 'later', /On Timeout must be Fail or Pass On, not "later"/],
		['cancelOnTimeout', 'x', /Cancel on Timeout must be true or false, not "x"/],
		['outputField', {}, /Output Field must be text, not an object/],
		['publicUrlHours', 'a day', /Public URL must be a number, not "a day"/],
		['publicUrlHours', -1, /Public URL must be 0 or more, not -1/],
		['includeProviderResponse', 'x', /Include Provider Response must be true or false/],
	] as const)('option %s as %p', async (name, value, words) => {
		const result = await run(value, { waitMode: 'wait', options: { [name]: V } });
		expect(result.error?.message).toMatch(words);
		expect(sim.bills).toEqual([]);
	});

	it('and the other items go on with "continue on fail", also where the first one sets Max Concurrent', async () => {
		const result = await runNode({
			node: 'soraTextToVideo',
			items: ['many', 2, 2].map((v) => ({ json: { v } })),
			credentials: credentialsFor(sim, 'waveSpeed'),
			parameters: { prompt: 'A boat', waitMode: 'submit', options: { maxConcurrent: V } },
			...CONTINUE,
		});
		expect(result.items.map(({ json }) => json.status ?? json.error)).toEqual([
			'Max Concurrent must be a number, not "many". Nothing was submitted.',
			'queued',
			'queued',
		]);
	});

	it('an expression that cannot be evaluated is its own item’s problem with "continue on fail"', async () => {
		const parameters = {
			prompt: '={{ $json.v.toUpperCase() + $("Nowhere").item.json.v }}',
			waitMode: 'submit',
		};
		const items = [{ json: { v: 'a' } }];
		const credentials = credentialsFor(sim, 'waveSpeed');
		const node = 'soraTextToVideo';
		const tolerant = await runNode({ node, items, credentials, parameters, ...CONTINUE });
		expect(tolerant.items[0].json.error).toMatch(
			/^Prompt can't be evaluated: .*Nothing was submitted\.$/,
		);
		const strict = await runNode({ node, items, credentials, parameters });
		expect(strict.error?.context?.itemIndex).toBe(0);
		expect(sim.bills).toEqual([]);
	});
});

describe('Sora Get Result', () => {
	async function get(v: unknown, parameters: INodeParameters) {
		return await run(v, parameters, { node: 'soraGetResult' });
	}

	it.each([
		['taskId', { text: 'x' }, /^The JSON contains no task ID/],
		['taskId', ['x'], /^Task ID must be text, not a list/],
		['taskId', null, /^The task ID is empty/],
		['whenUnfinished', 'sometime', /When Unfinished must be Wait or Return, not "sometime"/],
		['downloadVideo', 'x', /Download Video must be true or false/],
	] as const)('refuses %s as %p', async (name, value, words) => {
		const result = await get(value, { taskId: 'task-1', [name]: V });
		expect(result.error?.message).toMatch(words);
		expect(sim.requests).toEqual([]);
	});

	it('asks for an ID that is a number', async () => {
		await get(4711, { taskId: V, whenUnfinished: '={{ "Return" }}' });
		expect(sim.requests.map(({ path }) => path).join()).toContain('4711');
	});
});

describe.each(PROVIDER_NAMES)('%s', (provider) => {
	it('is sent nothing where its base URL is no address', async () => {
		const [[type, data]] = Object.entries(credentialsFor(sim, provider));
		const baseUrl = data.baseUrl.replace(/^http:\/\//, '');
		const result = await runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }],
			credentials: { [type]: { ...data, baseUrl } },
			parameters: { provider, prompt: 'A boat' },
		});
		expect(result.error?.message).toMatch(/must begin with http:\/\/ or https:\/\//);
		expect(result.error?.description).toMatch(/Nothing was sent/);
		expect(sim.requests).toEqual([]);
	});
});
