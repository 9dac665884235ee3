import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';
import { fixture } from '../fixtures';

const IMAGE = { bytes: new Uint8Array([1]), mimeType: 'image/png', fileName: 'kite.png' };

describe("WaveSpeed's history", () => {
	it('is read as tasks, without pictures and without rows that are no tasks', () => {
		const page = waveSpeed.list?.parse(fixture('waveSpeed', 'history'), null);
		expect(page).toMatchObject({
			ok: true,
			value: {
				tasks: [
					{
						id: 'bb32d4abffb4d79bfbca19783fca1333',
						status: 'running',
						prompt: 'Dunes at dawn',
						durationSeconds: 5,
					},
					{
						id: 'e6832d4abffb4d79bfbca19783fca133',
						status: 'completed',
						deliveredModel: 'bytedance/seedance-2.5/text-to-video',
						videoUrls: ['https://cdn.wavespeed.ai/outputs/1.mp4'],
						createdAt: '2025-05-19T06:09:15.948Z',
					},
				],
				nextCursor: null,
			},
		});
	});

	it('goes on while a page is full, whatever is on it', () => {
		const items = Array.from({ length: 100 }, (_, index) => ({ id: `t${index}` }));
		const response = { status: 200, headers: {}, body: { code: 200, data: { items } } };
		expect(waveSpeed.list?.parse(response, '4')).toEqual({
			ok: true,
			value: { tasks: [], others: [], createdAt: [], nextCursor: '5' },
		});
	});

	it.each(['page-502', 'error-401', 'code-403-inside-200', 'submit-without-id', 'broken-json'])(
		'is not there in %s',
		(name) => {
			expect(waveSpeed.list?.parse(fixture('waveSpeed', name), null)).toMatchObject({
				ok: false,
			});
		},
	);
});

describe("WaveSpeed's upload", () => {
	it('brings the address of the picture, with nothing left to do', () => {
		expect(waveSpeed.upload?.parse(fixture('waveSpeed', 'upload'), IMAGE)).toEqual({
			ok: true,
			value: { url: 'https://cdn.wavespeed.ai/media/image.png', put: null },
		});
	});

	it.each([
		['error-413', 'invalid_input', 'file too large'],
		['code-500-inside-200', 'provider', 'Upload failed: invalid file type'],
		['submit-without-id', 'provider', 'The response to the upload contains no URL'],
	])('fails in %s', (name, category, message) => {
		expect(waveSpeed.upload?.parse(fixture('waveSpeed', name), IMAGE)).toMatchObject({
			ok: false,
			failure: { category, message },
		});
	});
});

describe("WaveSpeed's models", () => {
	it('are those that make videos, each as its live schema describes it', () => {
		const listings = waveSpeed.models?.parse(fixture('waveSpeed', 'models'));
		expect(listings).toMatchObject({
			ok: true,
			value: [
				{
					id: 'vidu/q3/text-to-video',
					name: 'Vidu Q3',
					kind: 'text',
					model: {
						knowledge: 'schema',
						durations: { from: 1, to: 16 },
						aspectRatios: ['4:3', '16:9', '9:16', '3:4', '1:1'],
						resolutions: ['720p', '540p', '1080p'],
						price: { about: [{ amount: 0.35, per: 'video' }] },
					},
				},
				{
					id: 'pika/v2.2-i2v',
					name: 'Pika 2.2',
					kind: 'image',
					model: {
						durations: { oneOf: [5, 10] },
						inputs: {
							size: { name: 'size', separator: '*', sizes: ['1280x720', '720x1280'] },
							image: { name: 'image' },
						},
					},
				},
			],
		});
	});

	it.each(['page-502', 'error-401', 'empty', 'submit-without-id'])(
		'are not there in %s',
		(name) => {
			expect(waveSpeed.models?.parse(fixture('waveSpeed', name))).toMatchObject({ ok: false });
		},
	);
});
