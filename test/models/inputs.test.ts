import { writeInputs } from '../../nodes/Sora/models/inputs';
import type { Model } from '../../nodes/Sora/models/model';

const NOBODY_KNOWS: Model = {
	id: 'a/model',
	name: 'A Model',
	provider: 'waveSpeed',
	kind: 'text',
	knowledge: 'catalogue',
	durations: null,
	aspectRatios: null,
	resolutions: null,
	inputs: {},
	exactFrame: false,
	price: {},
	usualRenderSeconds: null,
	state: { kind: 'live' },
	source: 'https://example.com/',
};

function model(facts: Partial<Model>): Model {
	return { ...NOBODY_KNOWS, ...facts };
}

const RANGE = model({
	durations: { from: 4, to: 30 },
	inputs: { duration: { name: 'duration', as: 'integer' } },
});

describe('a duration', () => {
	it.each([4, 17, 30])('of %s seconds is taken by a model with a range', (durationSeconds) => {
		expect(writeInputs(RANGE, { durationSeconds })).toEqual({
			inputs: { duration: durationSeconds },
			problems: [],
			warnings: [],
		});
	});

	it.each([2, 3, 31, 4.5])('of %s seconds is refused, naming the range', (durationSeconds) => {
		expect(writeInputs(RANGE, { durationSeconds })).toEqual({
			inputs: {},
			problems: [`A Model supports 4 to 30 seconds, not ${durationSeconds}`],
			warnings: [],
		});
	});

	it('that is not in the list is refused, naming the list', () => {
		const { problems } = writeInputs(model({ durations: { oneOf: [4, 8, 12] } }), {
			durationSeconds: 5,
		});
		expect(problems).toEqual(['A Model supports 4, 8 or 12 seconds, not 5']);
	});

	it.each([0, -4, Number.NaN, Number.POSITIVE_INFINITY])(
		'of %s is refused by every model',
		(durationSeconds) => {
			expect(writeInputs(NOBODY_KNOWS, { durationSeconds }).problems).toEqual([
				`Duration must be a number of seconds above 0, not ${durationSeconds}`,
			]);
		},
	);

	it('is written as text where the model wants text', () => {
		const wantsText = model({ inputs: { duration: { name: 'seconds', as: 'string' } } });
		expect(writeInputs(wantsText, { durationSeconds: 8 }).inputs).toEqual({ seconds: '8' });
	});

	it('that the model has anyway needs no input', () => {
		const always8 = model({ durations: { oneOf: [8] } });
		expect(writeInputs(always8, { durationSeconds: 8 })).toEqual({
			inputs: {},
			problems: [],
			warnings: [],
		});
	});

	it('without an input is not sent, and that is said', () => {
		expect(writeInputs(NOBODY_KNOWS, { durationSeconds: 8 }).warnings).toEqual([
			'The duration of 8 seconds was not sent, because A Model has no input for it',
		]);
	});
});

describe('an aspect ratio and a resolution', () => {
	const wideOrTall = model({
		aspectRatios: ['16:9', '9:16'],
		resolutions: ['720p', '1080p'],
		inputs: { aspectRatio: { name: 'aspect_ratio' }, resolution: { name: 'resolution' } },
	});

	it('are written to their own inputs', () => {
		const words = { aspectRatio: '9:16', resolution: '1080p' } as const;
		expect(writeInputs(wideOrTall, words).inputs).toEqual({
			aspect_ratio: '9:16',
			resolution: '1080p',
		});
	});

	it('that the model does not take are refused together, naming what it takes', () => {
		const words = { aspectRatio: '1:1', resolution: '4k' } as const;
		expect(writeInputs(wideOrTall, words)).toEqual({
			inputs: {},
			problems: [
				'A Model supports aspect ratio 16:9 or 9:16, not 1:1',
				'A Model supports resolution 720p or 1080p, not 4k',
			],
			warnings: [],
		});
	});

	it('are spelled as the model spells them', () => {
		const loud = model({ resolutions: ['720P', '4K'], inputs: wideOrTall.inputs });
		expect(writeInputs(loud, { resolution: '4k' }).inputs).toEqual({ resolution: '4K' });
	});

	it('of a video that follows its picture are not sent: the picture gets them', () => {
		const follows = model({ kind: 'image', aspectRatios: [] });
		const nothing = { inputs: {}, problems: [], warnings: [] };
		expect(writeInputs(follows, { aspectRatio: '9:16' })).toEqual(nothing);
		const limited = model({ kind: 'image', aspectRatios: ['16:9'] });
		expect(writeInputs(limited, { aspectRatio: '9:16' }).problems).toEqual([
			'A Model supports aspect ratio 16:9, not 9:16',
		]);
	});

	it('of a model that has nothing to choose are refused with the way out', () => {
		const fixed = model({ aspectRatios: [], resolutions: [] });
		expect(writeInputs(fixed, { aspectRatio: '9:16', resolution: '720p' }).problems).toEqual([
			'A Model has no choice of aspect ratio: set Aspect Ratio to Auto instead of 9:16',
			'A Model has no choice of resolution: set Resolution to Auto instead of 720p',
		]);
	});

	it('that the model has anyway need no input', () => {
		const always720 = model({ resolutions: ['720p'], aspectRatios: ['16:9'] });
		expect(writeInputs(always720, { resolution: '720p', aspectRatio: '16:9' })).toEqual({
			inputs: {},
			problems: [],
			warnings: [],
		});
	});

	it('without an input are not sent, and that is said', () => {
		expect(writeInputs(NOBODY_KNOWS, { aspectRatio: '9:16', resolution: '720p' }).warnings).toEqual(
			[
				'The aspect ratio 9:16 was not sent, because A Model has no input for it',
				'The resolution 720p was not sent, because A Model has no input for it',
			],
		);
	});

	it('that are the default are left out where the input is not published', () => {
		const shy = model({
			resolutions: ['720p', '1080p'],
			inputs: { resolution: { name: 'resolution', unlessDefault: true } },
		});
		expect(writeInputs(shy, { resolution: '720p' }).inputs).toEqual({});
		expect(writeInputs(shy, { resolution: '1080p' }).inputs).toEqual({ resolution: '1080p' });
	});
});

describe('a size in pixels', () => {
	const sized = model({
		aspectRatios: ['9:16', '16:9'],
		resolutions: ['720p', '1080p'],
		inputs: {
			size: { name: 'size', separator: '*', sizes: ['720x1280', '1280x720', '1920x1080'] },
		},
	});

	it.each([
		[{ aspectRatio: '16:9', resolution: '720p' }, '1280*720'],
		[{ aspectRatio: '16:9' }, '1280*720'],
		[{ resolution: '720p' }, '720*1280'],
		[{ aspectRatio: '16:9', resolution: '1080p' }, '1920*1080'],
	] as const)('is chosen for %j, with the defaults for what is left out: %s', (words, size) => {
		expect(writeInputs(sized, words).inputs).toEqual({ size });
	});

	it('is left to the model where neither word is said', () => {
		expect(writeInputs(sized, {})).toEqual({ inputs: {}, problems: [], warnings: [] });
	});

	it('that the model does not have is refused, naming those it has', () => {
		expect(writeInputs(sized, { aspectRatio: '9:16', resolution: '1080p' }).problems).toEqual([
			'A Model supports size 720x1280, 1280x720 or 1920x1080, not 9:16 at 1080p',
		]);
	});

	it('is worked out where a host takes any', () => {
		const any = model({ inputs: { size: { name: 'size', separator: 'x', sizes: [] } } });
		const words = { aspectRatio: '9:16', resolution: '480p' } as const;
		expect(writeInputs(any, words).inputs).toEqual({ size: '480x848' });
		expect(writeInputs(any, { aspectRatio: '16:9' }).inputs).toEqual({ size: '1280x720' });
		expect(writeInputs(any, { resolution: '720p' })).toEqual({
			inputs: {},
			problems: [],
			warnings: [
				'720p was not sent, because a size in pixels needs an aspect ratio and a resolution',
			],
		});
	});
});

describe('sound, negative prompt and seed', () => {
	it('are written under the names of the model, also when they are false or 0', () => {
		const knows = model({
			inputs: {
				generateAudio: { name: 'sound' },
				negativePrompt: { name: 'negative_prompt' },
				seed: { name: 'seed', as: 'string' },
			},
		});
		const words = { generateAudio: false, negativePrompt: 'rain', seed: 0 };
		expect(writeInputs(knows, words)).toEqual({
			inputs: { sound: false, negative_prompt: 'rain', seed: '0' },
			problems: [],
			warnings: [],
		});
	});

	it.each([
		['Generate Audio', { generateAudio: true }],
		['Negative Prompt', { negativePrompt: 'rain' }],
		['Seed', { seed: 1 }],
	])('%s is never dropped in silence', (option, words) => {
		expect(writeInputs(NOBODY_KNOWS, words).problems).toEqual([
			`A Model has no known input for ${option}: remove the option, or set the model's own input in Additional Inputs`,
		]);
	});

	it('an empty negative prompt is none', () => {
		expect(writeInputs(NOBODY_KNOWS, { negativePrompt: '' }).problems).toEqual([]);
	});
});
