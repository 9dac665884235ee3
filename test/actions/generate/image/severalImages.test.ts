/** A last frame and reference images through whole runs of the nodes. */

import '../../../faults/shortTimes';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../../../nodes/Sora/models/model';
import { mediaPath } from '../../../../support/simulator';
import { retryDataOf, runNode } from '../../../harness/harness';
import { credentialsFor, modelId, PROVIDER_NAMES } from '../../../harness/providers';
import { useSimulator } from '../../../harness/simulator';
import { imageNodeAt } from './imageRuns';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });
const runImage = imageNodeAt(sim);

function binary(file: string) {
	const data = readFileSync(mediaPath(file)).toString('base64');
	return { data, mimeType: file.endsWith('png') ? 'image/png' : 'image/jpeg', fileName: file };
}

/** With a photo for each role. */
function item(): INodeExecutionData {
	const photo = binary('photo.jpg');
	const other = binary('photo.png');
	return { json: {}, binary: { data: photo, lastFrame: other, product: photo, logo: other } };
}

const LAST = { lastImageSource: 'binary' };

const runText = async (
	provider: ProviderName,
	parameters: INodeParameters,
	more: { retryOf?: Parameters<typeof runNode>[0]['retryOf'] } = {},
) =>
	await runNode({
		node: 'soraTextToVideo',
		items: [item()],
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'The cup on a table', ...parameters },
		...more,
	});

/** Uploads, not the calls that put their bytes somewhere. */
const uploads = () =>
	sim.requests.filter(({ kind, method }) => kind === 'upload' && method === 'POST');

function sentTo(provider: ProviderName): string {
	const bill = sim.bills.find((one) => one.provider === provider);
	return JSON.stringify(bill?.input);
}

/** Models with a last frame, where a new node's model has none. */
const FRAME_MODELS: Partial<Record<ProviderName, string>> = {
	openAiCompatible: 'MiniMaxAI/MiniMax-H3',
};

const REFERENCE_MODELS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: 'bytedance/seedance-2.0/text-to-video',
	apiyi: 'doubao-seedance-2-0-fast-260128',
	eachlabs: 'kling-o1-reference-image-to-video',
	fal: 'bytedance/seedance-2.0/fast/reference-to-video',
	openRouter: 'bytedance/seedance-2.0-fast',
	openAiCompatible: 'MiniMaxAI/MiniMax-H3',
};

/** What must be in the body, besides the images themselves. */
const SIGNS: Readonly<Record<ProviderName, readonly [frames: string, references: string]>> = {
	waveSpeed: ['"last_image":', '"reference_images":['],
	apiyi: ['"role":"last_frame"', '"role":"reference_image"'],
	eachlabs: ['"end_image_url":', '"image_urls":['],
	fal: ['"end_image_url":', '"image_urls":['],
	openRouter: ['"frame_type":"last_frame"', '"input_references":['],
	openAiCompatible: ['"input_references":["picture-0.', '"input_references":["picture-0-ref'],
};

describe.each(PROVIDER_NAMES)('%s', (provider) => {
	it('gets a first and a last frame', async () => {
		const id = FRAME_MODELS[provider];
		const model = id === undefined ? {} : { model: modelId(id) };
		const result = await runImage(provider, [item()], { ...LAST, ...model });
		expect(result.error).toBeUndefined();
		expect(result.items[0].json).toMatchObject({ status: 'completed' });
		expect(sentTo(provider)).toContain(SIGNS[provider][0]);
		expect(sim.bills).toHaveLength(1);
		expect(sim.violations).toEqual([]);
	});

	it('gets reference images', async () => {
		const result = await runText(provider, {
			model: modelId(REFERENCE_MODELS[provider]),
			duration: 5,
			options: { referenceImages: 'product, logo' },
			resolution: 'auto',
		});
		expect(result.error).toBeUndefined();
		expect(result.items[0].json).toMatchObject({ status: 'completed' });
		expect(sentTo(provider)).toContain(SIGNS[provider][1]);
		expect(sim.bills).toHaveLength(1);
		expect(sim.violations).toEqual([]);
	});
});

/** Described by the provider alone. */
describe.each([
	['waveSpeed', 'acme/frames-1/image-to-video', 'ref_images'],
	['eachlabs', 'acme-frames-1', 'input_image_urls'],
	['fal', 'acme/frames-1/image-to-video', 'reference_image_urls'],
] as const)('a model that only %s knows', (provider, id, references) => {
	const model = { model: modelId(id), duration: 0, resolution: 'auto', aspectRatio: 'auto' };

	it('gets each image under the name in its schema', async () => {
		const options = { referenceImages: 'product\nlogo' };
		const result = await runImage(provider, [item()], { ...model, ...LAST, options });
		expect(result.error).toBeUndefined();
		const { input } = sim.bills[0];
		expect(input).toMatchObject({ tail_image_url: expect.stringMatching(/^http/) });
		expect(input[references]).toHaveLength(2);
		// The same photo in two roles goes up once.
		expect(uploads()).toHaveLength(2);
	});

	it('refuses more references than its schema allows, before any upload', async () => {
		const options = { referenceImages: ['product', 'logo', 'data'] };
		const result = await runImage(provider, [item()], { ...model, options });
		expect(result.error?.message).toContain('takes up to 2 reference images, not 3');
		expect([uploads().length, sim.bills.length]).toEqual([0, 0]);
	});
});

it('says that the two frames have other shapes, unless they are made alike', async () => {
	const warningsOf = async (parameters: INodeParameters) => {
		const asked = { ...LAST, waitMode: 'submit', ...parameters };
		return (await runImage('waveSpeed', [item()], asked)).items[0].json.warnings;
	};
	expect(await warningsOf({})).toEqual([
		'The first frame is 640x360 and the last one 360x640: one of them may be cropped or distorted.',
	]);
	expect(await warningsOf({ lastBinaryPropertyName: 'product' })).toEqual([]);
	expect(await warningsOf({ aspectRatio: '9:16' })).toEqual([
		expect.stringMatching(/^The image \(640x360\) was cropped/),
	]);
});

it('the sample with a first and a last frame runs as it is', async () => {
	const path = join(__dirname, '../../../../demo/workflows/first-and-last-frame.json');
	const { nodes } = JSON.parse(readFileSync(path, 'utf8')) as {
		nodes: Array<{ name: string; parameters: INodeParameters }>;
	};
	const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
	const json = JSON.parse(String(parametersOf('Two frames').jsonOutput)) as IDataObject;
	const result = await runImage('waveSpeed', [{ json }], parametersOf('Sora Image to Video'));
	expect(result.error).toBeUndefined();
	expect(result.items[0].json).toMatchObject({ status: 'completed', warnings: [] });
	const { image, last_image: last } = sim.bills[0].input;
	expect(uploads()).toHaveLength(2);
	expect(image).not.toBe(last);
});

describe('before anything is uploaded or paid', () => {
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a model without a last frame',
			{ ...LAST, model: modelId('openai/sora-2/image-to-video') },
			/doesn't take a last frame: set Last Frame Source to None, or choose .+ \(.+\) or .+ \(.+\)/,
		],
		[
			'a live model without a last frame',
			{ ...LAST, model: modelId('acme/clip-1/image-to-video'), duration: 3, resolution: 'auto' },
			/doesn't take a last frame/,
		],
		[
			'a model without references',
			{ options: { referenceImages: 'logo' } },
			/doesn't take reference images: remove Reference Images from the options, or choose/,
		],
		[
			'a last frame that is not there',
			{ ...LAST, lastBinaryPropertyName: 'end' },
			/Last frame: There is no binary field "end"; the item has: data, lastFrame/,
		],
		[
			'a last frame without an address',
			{ lastImageSource: 'url', lastImageUrl: '={{ $json.url }}' },
			/Last frame: The image URL is empty/,
		],
		[
			'a last frame that is no image',
			{ lastImageSource: 'url', lastImageUrl: 'data:image/png;base64,aGVsbG8=' },
			/Last frame: /,
		],
	])('%s is refused', async (_, parameters, words) => {
		const result = await runImage('waveSpeed', [item(), item()], parameters);
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(words);
		expect(result.error?.context?.data).toMatchObject({
			category: 'invalid_input',
			submitted: false,
		});
		expect([uploads().length, sim.bills.length]).toEqual([0, 0]);
	});

	it('a reference that is not there is refused by its number', async () => {
		const result = await runText('waveSpeed', { options: { referenceImages: 'logo, badge' } });
		expect(result.error?.message).toMatch(/Reference image 2: There is no binary field "badge"/);
		expect([uploads().length, sim.bills.length]).toEqual([0, 0]);
	});

	it('a last frame that cannot be uploaded costs nothing', async () => {
		sim.faults.add({ on: 'upload', fault: 'status401', times: Infinity, after: 1 });
		const result = await runImage('waveSpeed', [item()], LAST);
		expect(result.error?.message).toMatch(/could not be uploaded/);
		expect(result.error?.context?.data).toMatchObject({ submitted: false, taskId: null });
		expect(sim.bills).toEqual([]);
	});
});

describe('a retry', () => {
	it('with the same last frame picks the task up, with another one it is another video', async () => {
		sim.script(() => ({ renderMs: 1_500 }));
		const first = await runImage('waveSpeed', [item()], { ...LAST, options: { waitTimeout: 1 } });
		expect(first.error).toBeDefined();
		const again = () => ({ retryOf: retryDataOf(first.run) });
		const same = await runImage('waveSpeed', [item()], LAST, {}, again());
		expect([same.error, sim.bills.length]).toEqual([undefined, 1]);
		sim.script(() => ({ renderMs: 50 }));
		const another = { ...LAST, lastBinaryPropertyName: 'product' };
		const second = await runImage('waveSpeed', [item()], another, {}, again());
		expect([second.error, sim.bills.length]).toEqual([undefined, 2]);
	});
});
