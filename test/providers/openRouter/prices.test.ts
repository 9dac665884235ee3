import { estimateOf } from '../../../nodes/Sora/models/estimate';
import type { ModelKind, VideoOptions } from '../../../nodes/Sora/models/model';
import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import { findModel } from '../../../nodes/Sora/providers/findModel';
import type { VideoRequest } from '../../../nodes/Sora/providers/video';
import { fixture } from '../fixtures';
import { requestOf } from '../requests';

function dollars(id: string, options: VideoOptions): number | null {
	const model = findModel('openRouter', id, 'text');
	if (!model) throw new Error(`no model ${id}`);
	return estimateOf(model, { ...options, additionalInputs: {} })?.amount ?? null;
}

describe('what a video of OpenRouter costs by our table', () => {
	it.each([
		['google/veo-3.1-lite', { resolution: '720p' }, 0.2],
		['google/veo-3.1-lite', { resolution: '720p', generateAudio: true }, 0.2],
		['google/veo-3.1-lite', { resolution: '720p', generateAudio: false }, 0.12],
		['google/veo-3.1-lite', { resolution: '1080p' }, 0.32],
		['google/veo-3.1-fast', { resolution: '720p' }, 0.4],
		['google/veo-3.1', { resolution: '4k', generateAudio: false }, 1.6],
		['alibaba/wan-2.7', { resolution: '1080p' }, 0.4],
	] as const)('%s for 4 seconds with %j: $%d', (id, options, amount) => {
		expect(dollars(id, { durationSeconds: 4, ...options })).toBe(amount);
	});

	it.each([
		['google/veo-3.1-fast', { resolution: '1080p' }],
		['bytedance/seedance-2.0-fast', { resolution: '720p' }],
	] as const)('is not known of %s with %j, and so not guessed', (id, options) => {
		expect(dollars(id, { durationSeconds: 4, ...options })).toBeNull();
	});
});

describe('what it costs by the live list', () => {
	const LIST = fixture('openRouter', 'models');
	const FRAME = { kind: 'url', url: 'https://example.com/a.png' } as const;

	function listed(skus: Record<string, unknown> | null, flags: object = {}) {
		const entry = { id: 'acme/clip', supported_frame_images: null, generate_audio: true };
		return { ...LIST, body: { data: [{ ...entry, pricing_skus: skus, ...flags }] } };
	}

	function priceOf(
		response: ReturnType<typeof listed>,
		words: Partial<VideoRequest> = {},
		kind: ModelKind = 'text',
	) {
		const model = openRouter.passThrough('acme/clip', kind);
		const asked = { durationSeconds: 4, resolution: '720p', ...words };
		return openRouter.price?.parse(response, requestOf({ model, prompt: 'A kite', ...asked }));
	}

	const usd = (amount: number) => ({ ok: true, value: { amount, currency: 'USD' } });
	const NOT_KNOWN = { ok: true, value: null };

	const VEO = {
		duration_seconds_with_audio: '0.08',
		duration_seconds_without_audio: '0.05',
		duration_seconds_with_audio_720p: '0.05',
		duration_seconds_without_audio_720p: '0.03',
	};
	const BY_KIND = {
		duration_seconds: '0.2',
		image_to_video_duration_seconds_720p: '0.1',
		text_to_video_duration_seconds_720p: '0.12',
	};

	it.each<[string, Record<string, string>, Partial<VideoRequest>, number]>([
		['for a second', { duration_seconds: '0.1' }, {}, 0.4],
		['in words of their own', { 'per-video-second': '0.1' }, {}, 0.4],
		['in cents', { cents_per_second_output: '12' }, {}, 0.48],
		['in fractions of a cent', { cents_per_second_output: '0.00001' }, {}, 0.0000004],
		['in cents, by tier', { cents_per_video_output_second_720p: '7.5' }, {}, 0.3],
		['with sound, which comes by itself', VEO, {}, 0.2],
		['without sound', VEO, { generateAudio: false }, 0.12],
		['at a tier that is not named', VEO, { resolution: '1080p' }, 0.32],
		['as the additional inputs say', VEO, { additionalInputs: { duration: 8 } }, 0.4],
		['by kind', BY_KIND, {}, 0.48],
		['at the least', { duration_seconds: '0.1', minimum_cents_per_generation: '56' }, {}, 0.56],
		['above the least', { duration_seconds: '0.1', minimum_cents_per_generation: '5' }, {}, 0.4],
		['beside references', { duration_seconds: '0.1', reference_images: '0.04' }, {}, 0.4],
	])('a price %s', (_, skus, words, amount) => {
		expect(priceOf(listed(skus), words)).toEqual(usd(amount));
	});

	it('of an image model, and of each frame', () => {
		expect(priceOf(listed(BY_KIND), { image: FRAME }, 'image')).toEqual(usd(0.4));
		const grok = { cents_per_image_input: '0.2', cents_per_video_output_second_720p: '7' };
		const frames = { image: FRAME, lastImage: FRAME };
		expect(priceOf(listed(grok), { image: FRAME }, 'image')).toEqual(usd(0.282));
		expect(priceOf(listed(grok), frames, 'image')).toEqual(usd(0.284));
	});

	it('does not take sound for granted where the model has none, or does not say', () => {
		const skus = { duration_seconds: '0.1', duration_seconds_with_audio: '0.2' };
		expect(priceOf(listed(skus, { generate_audio: false }))).toEqual(usd(0.4));
		expect(priceOf(listed(skus, { generate_audio: true }))).toEqual(usd(0.8));
		const unsaid = { generate_audio: null };
		const bySound = { ...skus, duration_seconds_without_audio: '0.1' };
		expect(priceOf(listed(bySound, unsaid))).toEqual(NOT_KNOWN);
	});

	it.each<[string, Record<string, unknown> | null, Partial<VideoRequest>]>([
		['no prices', null, {}],
		['tokens', { video_tokens: '0.0000042' }, {}],
		['names that nobody knows', { duration_seconds: '0.1', per_banana_output: '1' }, {}],
		['a price that is none', { duration_seconds: 'free' }, {}],
		['no price for the tier', { duration_seconds_480p: '0.1' }, {}],
		['no length', { duration_seconds: '0.1' }, { durationSeconds: undefined }],
		['the tier left to the model', VEO, { resolution: undefined }],
		[
			'two prices that say different things',
			{ duration_seconds_with_audio: '0.2', duration_seconds_720p: '0.1' },
			{},
		],
		[
			'references that cost',
			{ duration_seconds: '0.1', reference_images: '0.04' },
			{ referenceImages: [FRAME] },
		],
		[
			'inputs that may cost',
			{ duration_seconds: '0.1' },
			{ additionalInputs: { upscale_factor: 2 } },
		],
	])('is not known with %s', (_, skus, words) => {
		expect(priceOf(listed(skus), words)).toEqual(NOT_KNOWN);
	});

	it('is not known of a model that is not listed', () => {
		expect(priceOf(LIST as ReturnType<typeof listed>)).toEqual(NOT_KNOWN);
	});

	it.each(['error-401', 'error-500', 'page-200', 'broken-json', 'key'])(
		'does not come with %s',
		(name) => {
			expect(priceOf(fixture('openRouter', name) as ReturnType<typeof listed>)).toMatchObject({
				ok: false,
			});
		},
	);
});
