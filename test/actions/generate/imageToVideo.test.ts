import { readFileSync } from 'node:fs';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { imageSize } from '../../../nodes/Sora/media/image/size';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { mediaPath } from '../../../support/simulator';
import { credentialsFor, modelId, PROVIDER_NAMES } from '../../harness/providers';
import { retryDataOf, runNode, videoOf, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(120_000);

const sim = useSimulator({ renderMs: 100 });

const MIME: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png' };

function itemWith(file: string, name = file): INodeExecutionData {
	const data = readFileSync(mediaPath(file)).toString('base64');
	const mimeType = MIME[file.split('.').pop() ?? ''] ?? 'application/octet-stream';
	return { json: { file }, binary: { data: { data, mimeType, fileName: name } } };
}

async function run(
	provider: ProviderName,
	items: INodeExecutionData[],
	parameters: INodeParameters = {},
	settings = {},
	more: Partial<RunOptions> = {},
) {
	return await runNode({
		node: 'soraImageToVideo',
		items,
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'It starts to move', ...parameters },
		settings,
		...more,
	});
}

describe.each(PROVIDER_NAMES)('Sora Image to Video with %s', (provider) => {
	it('animates a file of an earlier node', async () => {
		const result = await run(provider, [itemWith('photo.jpg')]);
		expect(result.error).toBeUndefined();
		expect(result.items[0].json).toMatchObject({ provider, status: 'completed' });
		expect((await videoOf(result.items[0])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills.length).toBe(1);
		expect(sim.violations).toEqual([]);
	});

	it('animates a picture from an address, and from a data URL', async () => {
		const data = `data:image/png;base64,${readFileSync(mediaPath('photo.png')).toString('base64')}`;
		const result = await run(
			provider,
			[{ json: { url: sim.imageFileUrl('photo.jpg') } }, { json: { url: data } }],
			{ imageSource: 'url', imageUrl: '={{ $json.url }}' },
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(sim.violations).toEqual([]);
	});
});

describe('where the provider wants an address', () => {
	it.each(['waveSpeed', 'eachlabs'] as const)(
		'%s gets each distinct picture once, however many items use it',
		async (provider) => {
			await run(provider, [itemWith('photo.jpg'), itemWith('photo.jpg'), itemWith('photo.png')]);
			const uploads = sim.requests.filter(
				({ kind, method }) => kind === 'upload' && method === 'POST',
			);
			expect(uploads.length).toBe(2);
			expect(sim.bills.length).toBe(3);
		},
	);

	it('an address is passed on, not uploaded again', async () => {
		const url = sim.imageFileUrl('photo.jpg');
		await run('waveSpeed', [{ json: {} }], { imageSource: 'url', imageUrl: url });
		expect(sim.bills[0].input.image).toBe(url);
		expect(sim.requests.filter(({ kind }) => kind === 'upload')).toEqual([]);
	});
});

describe('a model with an exact frame', () => {
	const sora = { model: modelId('sora-2'), resolution: '720p' };

	beforeEach(() => (sim.manner.retired = false));

	it.each(['photo.jpg', 'photo.png', 'turned.jpg'])('gets %s cut to its frame', async (file) => {
		const result = await run('apiyi', [itemWith(file)], sora);
		expect(result.error).toBeUndefined();
		const warnings = (result.items[0].json.warnings as string[]).join(' ');
		expect(warnings).toMatch(/1280\s?[x×]\s?720|720\s?[x×]\s?1280/);
		expect(sim.bills.length).toBe(1);
	});

	it('takes the allowed ratio nearest to the picture', async () => {
		await run('apiyi', [itemWith('exact-720x1280.jpg'), itemWith('exact-1280x720.png')], sora);
		expect(sim.bills.map(({ input }) => input.size).sort()).toEqual(['1280x720', '720x1280']);
	});

	it('gets a picture of the right size untouched', async () => {
		const result = await run('apiyi', [itemWith('exact-1280x720.png')], sora);
		const size = imageSize(readFileSync(mediaPath('exact-1280x720.png')));
		expect(size).toMatchObject({ width: 1280, height: 720 });
		const warnings = (result.items[0].json.warnings as string[]).join(' ');
		expect(warnings).not.toMatch(/cut|crop|scaled/i);
	});

	it('refuses a picture of another size where that was asked for, naming both sizes', async () => {
		const result = await run('apiyi', [itemWith('photo.jpg')], {
			...sora,
			options: { imageFit: 'error' },
		});
		expect(result.error?.message).toMatch(/\d+\s?[x×]\s?\d+.*\d+\s?[x×]\s?\d+/);
		expect(sim.bills).toEqual([]);
	});
});

describe('bad pictures are refused before anything is submitted', () => {
	const text: INodeExecutionData = {
		json: {},
		binary: {
			data: {
				data: Buffer.from('dear diary').toString('base64'),
				mimeType: 'image/png',
				fileName: 'holiday.png',
			},
		},
	};

	it.each([
		['a corrupt picture', () => itemWith('corrupt.png'), /damaged/],
		['a GIF', () => itemWith('moving.gif'), /GIF.*PNG, JPEG and WebP/],
		['a HEIC', () => itemWith('photo.heic'), /HEIC/],
		['a text file named .png', () => text, /text/],
		[
			'a file of 60 MB',
			() => {
				const bytes = Buffer.alloc(60_000_000);
				readFileSync(mediaPath('photo.jpg')).copy(bytes);
				return {
					json: {},
					binary: { data: { data: bytes.toString('base64'), mimeType: 'image/jpeg' } },
				};
			},
			/60 MB\. The maximum is 50 MB/,
		],
		[
			'an item without the field',
			() => ({ json: {} }),
			/no binary field "data"; the item has no binary/,
		],
		[
			'an item with another field',
			() => ({ json: {}, binary: { photo: { data: 'AAAA', mimeType: 'image/png' } } }),
			/the item has: photo/,
		],
	])('%s', async (_, item, words) => {
		const result = await run('waveSpeed', [itemWith('photo.jpg'), item()]);
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(words);
		expect(result.error?.context?.itemIndex).toBe(1);
		expect(sim.bills).toEqual([]);
	});

	it.each([
		['a 404', () => sim.imageFileUrl('no-such-picture.jpg'), /HTTP 404/],
		['a host that is not there', () => 'http://127.0.0.1:9/picture.jpg', /could not be downloaded/],
		['no address', () => 'ftp://example.com/picture.jpg', /http, https or data/],
		['an empty one', () => '', /empty/],
		['a broken data URL', () => 'data:image/png;base64,%%%', /data URL/],
	])('%s as address', async (_, url, words) => {
		const result = await run('waveSpeed', [{ json: { url: url() } }], {
			imageSource: 'url',
			imageUrl: '={{ $json.url }}',
		});
		expect(result.error?.message).toMatch(words);
		expect(sim.bills).toEqual([]);
	});

	it('with "continue on fail" the good ones go on', async () => {
		const result = await run(
			'waveSpeed',
			[itemWith('photo.jpg'), itemWith('corrupt.png'), itemWith('photo.png')],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(result.items.map(({ json }) => json.status ?? 'refused')).toEqual([
			'completed',
			'refused',
			'completed',
		]);
		expect(sim.bills.length).toBe(2);
	});
});

describe('a retry', () => {
	const notSeen = async (parameters: INodeParameters) => {
		sim.faults.add({ on: 'status', fault: 'status401', times: Infinity });
		const { error, run: ended } = await run('waveSpeed', [itemWith('photo.jpg')], parameters);
		expect(error?.context?.data).toMatchObject({ submitted: true });
		sim.faults.clear();
		return { retryOf: retryDataOf(ended) };
	};

	it('picks the task up also where the model’s schema is not to be had any more', async () => {
		const model = modelId('acme/clip-1/image-to-video');
		const parameters = { model, duration: 6, resolution: 'auto' };
		const retry = await notSeen(parameters);
		sim.faults.add({ on: 'models', fault: 'status502', times: Infinity });
		const { items } = await run('waveSpeed', [itemWith('photo.jpg')], parameters, {}, retry);
		expect(items[0].json).toMatchObject({ status: 'completed' });
		expect(sim.bills.length).toBe(1);
	});

	it.each([
		['another way to fit the picture', { options: { imageFit: 'pad' } }],
		['another resolution', { resolution: '480p' }],
	])('with %s is another video', async (_, change) => {
		const retry = await notSeen({});
		const { items } = await run('waveSpeed', [itemWith('photo.jpg')], change, {}, retry);
		expect(items[0].json).toMatchObject({ status: 'completed' });
		expect(sim.bills.length).toBe(2);
	});
});
