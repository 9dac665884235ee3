import { readFileSync } from 'node:fs';
import type { INodeExecutionData } from 'n8n-workflow';
import { mediaPath } from '../../../../support/simulator';
import { useSimulator } from '../../../harness/simulator';
import { imageNodeAt, itemWith } from './imageRuns';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });
const run = imageNodeAt(sim);

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
