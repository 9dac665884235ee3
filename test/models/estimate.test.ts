import { estimateOf, type PricedRequest } from '../../nodes/Sora/models/estimate';
import { catalogue } from '../../nodes/Sora/models/entry';
import { fromPerVideo, perSecond, priceText, type Price } from '../../nodes/Sora/models/price';

function modelWith(price: Price) {
	const [model] = catalogue('waveSpeed', [
		{
			id: 'a/model',
			name: 'A Model',
			kind: 'text',
			source: 'this test',
			resolutions: ['720p', '480p'],
			inputs: {
				duration: { name: 'duration', as: 'string' },
				resolution: { name: 'resolution' },
				generateAudio: { name: 'generate_audio' },
				seed: { name: 'seed', as: 'integer' },
			},
			price,
		},
	]);
	return model;
}

function amountFor(price: Price, request: Partial<PricedRequest>): number | null {
	return estimateOf(modelWith(price), { additionalInputs: {}, ...request })?.amount ?? null;
}

const BY_TIER = perSecond({ '480p': 0.1129, '720p': 0.2419 });

describe('a price by the second', () => {
	it.each<[Partial<PricedRequest>, number | null]>([
		[{ durationSeconds: 4, resolution: '480p' }, 0.4516],
		[{ durationSeconds: 4, resolution: '720P' }, 0.9676],
		// The model's own tier.
		[{ durationSeconds: 4 }, 0.9676],
		// Left to the model.
		[{ resolution: '480p' }, null],
		// A tier whose price nobody has told.
		[{ durationSeconds: 4, resolution: '4k' }, null],
	])('%j costs %p', (request, amount) => {
		expect(amountFor(BY_TIER, request)).toBe(amount);
	});

	it('is of the inputs as they are sent, additional ones included', () => {
		const asked = { durationSeconds: 4, resolution: '480p' };
		const withInputs = (additionalInputs: Record<string, unknown>) =>
			amountFor(BY_TIER, { ...asked, additionalInputs });
		expect(withInputs({ resolution: '720p' })).toBe(0.9676);
		expect(withInputs({ duration: '10' })).toBe(1.129);
		// Seedance's word for "as the model likes".
		expect(withInputs({ duration: -1 })).toBeNull();
		expect(withInputs({ duration: 0 })).toBeNull();
		expect(withInputs({ seed: 7 })).toBe(0.4516);
		expect(withInputs({ resolution: null })).toBeNull();
		expect(withInputs({ upscale: true })).toBeNull();
		expect(withInputs({ constructor: 1 })).toBeNull();
	});

	it('is not known of a model that is not told the length', () => {
		const { inputs, ...model } = modelWith(perSecond(0.1));
		const { duration: _duration, ...others } = inputs;
		const asked = { durationSeconds: 4, additionalInputs: {} };
		const silent = { ...model, inputs: others };
		expect(estimateOf(silent, asked)).toBeNull();
		expect(estimateOf({ ...silent, durations: { from: 2, to: 8 } }, asked)).toBeNull();
		expect(estimateOf({ ...silent, durations: { oneOf: [4, 8] } }, asked)).toBeNull();
		expect(estimateOf({ ...silent, durations: { oneOf: [4] } }, asked)?.amount).toBe(0.4);
	});

	it('names its currency and where it comes from', () => {
		const request = { durationSeconds: 5, resolution: '480p', additionalInputs: {} };
		const price: Price = { ...perSecond({ '480p': 0.372 }), currency: 'CNY' };
		expect(estimateOf(modelWith(price), request)).toEqual({
			amount: 1.86,
			currency: 'CNY',
			basis: 'catalogue',
		});
	});
});

describe('a price by the video', () => {
	it('may depend on sound and length', () => {
		const price: Price = {
			rates: [
				{ amount: 0.42, per: 'video', seconds: 5, audio: false },
				{ amount: 0.63, per: 'video', seconds: 5, audio: true },
			],
		};
		expect(amountFor(price, { durationSeconds: 5, generateAudio: false })).toBe(0.42);
		expect(amountFor(price, { durationSeconds: 5, generateAudio: true })).toBe(0.63);
		expect(amountFor(price, { durationSeconds: 5 })).toBeNull();
		expect(amountFor(price, { durationSeconds: 10, generateAudio: true })).toBeNull();
		const additionalInputs = { generate_audio: true };
		expect(amountFor(price, { durationSeconds: 5, additionalInputs })).toBe(0.63);
	});
});

it('computes nothing from a lowest price or an example', () => {
	expect(amountFor(fromPerVideo(0.81), { durationSeconds: 5 })).toBeNull();
	expect(amountFor({ about: [{ amount: 0.1, per: 'second' }] }, { durationSeconds: 5 })).toBeNull();
	expect(amountFor({ note: 'on your own server' }, { durationSeconds: 5 })).toBeNull();
	expect(amountFor({}, { durationSeconds: 5 })).toBeNull();
});

it.each<[Price, string]>([
	[perSecond(0.1), '$0.10 a second'],
	[BY_TIER, '$0.1129 a second at 480p, $0.2419 a second at 720p'],
	[{ ...perSecond({ '480p': 0.372 }), currency: 'CNY' }, 'CNY 0.372 a second at 480p'],
	[
		{ rates: [{ amount: 0.42, per: 'video', seconds: 5, audio: true }] },
		'$0.42 a video of 5 seconds with sound',
	],
	[fromPerVideo(0.7, '5 seconds'), 'from $0.70 a video; 5 seconds'],
	[{ note: 'on your own server' }, 'on your own server'],
	[{}, ''],
])('%j reads %j', (price, text) => {
	expect(priceText(price)).toBe(text);
});
