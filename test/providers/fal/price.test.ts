import type { Model } from '../../../nodes/Sora/models/model';
import { fal } from '../../../nodes/Sora/providers/fal';
import { toVideoTask, type VideoRequest } from '../../../nodes/Sora/providers/video';
import { catalogue } from '../../../nodes/Sora/models/entry';
import { fixture } from '../fixtures';
import { requestOf, requestTo } from '../requests';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const PRICES = fixture('fal', 'prices');

/** As its live schema describes it. */
function described(id: string, known: Partial<Model> = {}): Model {
	const [model] = catalogue('fal', [
		{
			id,
			name: id,
			kind: 'text',
			source: 'its schema',
			inputs: { duration: { name: 'duration', as: 'string' } },
		},
	]);
	return { ...model, knowledge: 'schema', ...known };
}

function priceOf(request: VideoRequest, response = PRICES) {
	return fal.price?.parse(response, request);
}

function priceFor(model: Model, words: Partial<VideoRequest> = {}) {
	return priceOf(requestOf({ model, prompt: 'A kite', durationSeconds: 5, ...words }));
}

const KLING = 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video';

describe("fal's price of a request", () => {
	it('is asked of the platform, by model', () => {
		expect(fal.price?.call(requestTo('fal', 'text'))).toEqual({
			to: 'provider',
			host: 'platform',
			method: 'GET',
			path: '/v1/models/pricing?endpoint_id=bytedance%2Fseedance-2.0%2Ffast%2Ftext-to-video',
		});
	});

	it('is the price of a second times the seconds, where a model has one tier', () => {
		expect(priceFor(described(KLING))).toEqual({ ok: true, value: usd(0.35) });
		expect(priceFor(described(KLING), { durationSeconds: 10 })).toEqual({
			ok: true,
			value: usd(0.7),
		});
	});

	it('is the price of a video, whatever its length', () => {
		const model = described('fal-ai/ltx-video-13b-distilled');
		expect(priceFor(model)).toEqual({ ok: true, value: usd(0.04) });
	});

	it.each([
		[{ resolution: '720p' }, 2],
		[{ resolution: '720p', generateAudio: false }, 1],
		[{ resolution: '4k', generateAudio: true }, 3],
	])('is that of our table with %j, where fal names one of its prices', (words, amount) => {
		const veo = requestTo('fal', 'text', { durationSeconds: 5, ...words }, 'fal-ai/veo3.1');
		expect(priceOf(veo)).toEqual({ ok: true, value: usd(amount) });
	});

	it('is not known where our table has no such price any more', () => {
		const veo = requestTo('fal', 'text', { durationSeconds: 8 }, 'fal-ai/veo3.1');
		const prices = [{ endpoint_id: 'fal-ai/veo3.1', unit_price: 0.5, unit: 'seconds' }];
		expect(priceOf(veo, { ...PRICES, body: { prices } })).toEqual({ ok: true, value: null });
	});

	it('is that of a second at the tier which fal names the price of', () => {
		const response = (unitPrice: number) => {
			const { id } = requestTo('fal', 'text').model;
			const prices = [{ endpoint_id: id, unit_price: unitPrice, unit: 'second' }];
			return { ...PRICES, body: { prices } };
		};
		const at = (resolution: string) => requestTo('fal', 'text', { durationSeconds: 4, resolution });
		expect(priceOf(at('720p'), response(0.2419))).toEqual({ ok: true, value: usd(0.9676) });
		expect(priceOf(at('480p'), response(0.2419))).toEqual({ ok: true, value: null });
		expect(priceOf(at('480p'), response(0.1129))).toEqual({ ok: true, value: usd(0.4516) });
		expect(priceOf(at('720p'), response(0.05))).toEqual({ ok: true, value: null });
	});

	it.each([
		[{ durationSeconds: 4 }, 0.97776],
		[{ durationSeconds: 5 }, 1.21968],
		[{ durationSeconds: 15, aspectRatio: '1:1' as const }, 3.63888],
		[{ durationSeconds: 5, aspectRatio: '4:3' as const }, 1.227366525],
		[{ durationSeconds: 5, aspectRatio: '21:9' as const }, null],
		[{ durationSeconds: 5, resolution: '480p' }, null],
		[{}, null],
		[{ durationSeconds: 4, additionalInputs: { duration: '5' } }, 1.21968],
		[{ durationSeconds: 4, additionalInputs: { duration: 'auto' } }, null],
		[{ durationSeconds: 4, additionalInputs: { aspect_ratio: 'auto' } }, null],
		[{ durationSeconds: 4, additionalInputs: { aspect_ratio: 'constructor' } }, null],
		[{ durationSeconds: 4, additionalInputs: { resolution: '480p' } }, null],
		[{ durationSeconds: 4, additionalInputs: { video_urls: ['https://example.com/a.mp4'] } }, null],
	])(
		'of Seedance is that of its tokens, with a frame more than the seconds have: %j',
		(words, amount) => {
			const request = requestTo('fal', 'text', {
				aspectRatio: '9:16',
				resolution: '720p',
				...words,
			});
			const prices = [{ endpoint_id: request.model.id, unit_price: 0.0112, unit: 'units' }];
			const value = amount === null ? null : usd(amount);
			expect(priceOf(request, { ...PRICES, body: { prices } })).toEqual({ ok: true, value });
		},
	);

	it.each([
		[0.0112, 'images'],
		[0.2, 'units'],
		[0.014, 'units'],
	])(
		'is not known where a unit of $%d, in %s, is no thousand tokens of the model',
		(unitPrice, unit) => {
			const request = requestTo('fal', 'text', { durationSeconds: 4, aspectRatio: '9:16' });
			const prices = [{ endpoint_id: request.model.id, unit_price: unitPrice, unit }];
			expect(priceOf(request, { ...PRICES, body: { prices } })).toEqual({ ok: true, value: null });
		},
	);

	it.each([
		['a unit that nobody can count', described('fal-ai/pixverse/v5/text-to-video')],
		['the time of a computer', described('fal-ai/esrgan')],
		['tiers', described('wan/v2.6/text-to-video', { resolutions: ['720p', '1080p'] })],
		['sound', described(KLING, { inputs: { generateAudio: { name: 'generate_audio' } } })],
		['inputs that nobody knows', { ...described(KLING), knowledge: 'passThrough' as const }],
		['no price', described('fal-ai/another')],
	])('is not known with %s', (_, model) => {
		expect(priceFor(model)).toEqual({ ok: true, value: null });
	});

	it('is not known without a length, and with inputs that may cost more', () => {
		const model = described(KLING);
		expect(priceFor(model, { durationSeconds: undefined })).toEqual({ ok: true, value: null });
		expect(priceFor(model, { additionalInputs: { upscale: true } })).toEqual({
			ok: true,
			value: null,
		});
	});

	it.each(['error-401', 'error-403', 'error-429', 'error-500', 'page-502', 'models'])(
		'does not come with %s',
		(name) => {
			expect(priceOf(requestTo('fal', 'text'), fixture('fal', name))).toMatchObject({ ok: false });
		},
	);
});

describe("fal's bill", () => {
	const task = (id: string, billableUnits?: number) =>
		toVideoTask({ id, status: 'completed', billableUnits, response: null });
	const seedance = task('bytedance/seedance-2.0/text-to-video/requests/1', 108.9);
	const kling = task(`${KLING}/requests/2`, 5);
	const unpriced = task('fal-ai/another/requests/3', 1);

	it('is the units of each task times the price of its model, in one call', () => {
		const tasks = [seedance, kling, { ...kling, id: `${KLING}/requests/4` }, unpriced];
		expect(fal.bill?.call(tasks)).toMatchObject({
			path: expect.stringMatching(
				/\?endpoint_id=bytedance%2Fseedance-2\.0%2Ftext-to-video&endpoint_id=fal-ai%2Fkling-video[^&]*&endpoint_id=fal-ai%2Fanother$/,
			) as unknown,
		});
		expect(fal.bill?.parse(PRICES, tasks)).toEqual({
			ok: true,
			value: new Map([
				[seedance.id, usd(1.5246)],
				[kling.id, usd(0.35)],
				[`${KLING}/requests/4`, usd(0.35)],
			]),
		});
	});

	it('has nothing to say of a task whose units are not known', () => {
		expect(fal.bill?.knows?.(seedance)).toBe(true);
		expect(fal.bill?.knows?.(task(kling.id))).toBe(false);
		expect(fal.bill?.knows?.(task('no-model', 1))).toBe(false);
	});
});

describe('what a result says of its bill', () => {
	const ID = 'bytedance/seedance-2.0/requests/764cabcf-b745-4b3e-ae38-1200304cf45b';
	const ended = (name: string) =>
		fal
			.parseStatus(fixture('fal', 'status-completed'), { id: ID })
			.further?.parse(fixture('fal', name));

	it.each([
		['result', { status: 'completed', cost: null, billableUnits: 4 }],
		['result-422-charged', { status: 'failed', cost: null, billableUnits: 1.5 }],
		['result-500', { status: 'failed', cost: usd(0) }],
		['result-422-moderation', { status: 'failed', cost: null }],
	])('%s: %j', (name, expected) => {
		expect(ended(name)).toMatchObject({ kind: 'task', task: expected });
	});
});
