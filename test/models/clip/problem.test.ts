import { clipProblem, clipWarnings, type KnownClip } from '../../../nodes/Sora/models/clip/problem';
import type { ClipRules } from '../../../nodes/Sora/models/clip/rules';
import type { Model, ProviderName } from '../../../nodes/Sora/models/model';
import { findModel } from '../../../nodes/Sora/providers/findModel';

const ANY: KnownClip = { seconds: null, frame: null, words: '', byteLength: null };
const NO_LIMIT = Infinity;

const modelWith = (clip: ClipRules): Model => ({
	...known('fal', 'fal-ai/pixverse/v6/extend'),
	name: 'Clip',
	clip,
});

function known(provider: ProviderName, id: string): Model {
	const model = findModel(provider, id, 'video');
	if (model?.id !== id) throw new Error(`no model ${id}`);
	return model;
}

describe('a clip is refused', () => {
	it.each<[string, ClipRules, Partial<KnownClip>, string | null]>([
		[
			'that is too long',
			{ maxSeconds: 10 },
			{ seconds: 10.4 },
			'up to 10 seconds, and this one is 10.4',
		],
		[
			'that is too short',
			{ minSeconds: 3 },
			{ seconds: 2 },
			'3 seconds or more, and this one is 2',
		],
		[
			'that is too large',
			{ maxBytes: 50e6 },
			{ byteLength: 50_200_000 },
			'up to 50 MB, and this one has 50.2 MB',
		],
		[
			'of other lines',
			{ lines: [720, 1080] },
			{ frame: { width: 640, height: 480 } },
			'720p or 1080p, and this one is 640x480',
		],
		[
			'of another shape',
			{ aspectRatios: ['16:9', '9:16'] },
			{ frame: { width: 720, height: 720 } },
			'16:9 or 9:16, and this one is 720x720',
		],
		[
			'of another maker',
			{ maker: 'Google' },
			{ words: 'isom Lavf c2pa ByteDance Seedance' },
			"Google's own models, and this one was made by a model of ByteDance",
		],
		['not by a frame more', { maxSeconds: 10 }, { seconds: 10.04 }, null],
		[
			'not where nothing is known of it',
			{ maxSeconds: 10, maxBytes: 5, lines: [720], maker: 'Google' },
			{},
			null,
		],
		['not if it names nobody', { maker: 'Google' }, { words: 'isom Lavf60 VideoHandler' }, null],
		['not if it names several', { maker: 'Google' }, { words: 'Kling, Seedance' }, null],
		[
			'not if it is its maker’s own',
			{ maker: 'Google' },
			{ words: 'ISO Media file produced by Google Inc.' },
			null,
		],
		[
			'not for its portrait frame',
			{ lines: [720], aspectRatios: ['9:16'] },
			{ frame: { width: 720, height: 1280 } },
			null,
		],
	])('%s', (_, rules, clip, expected) => {
		const problem = clipProblem(modelWith(rules), { ...ANY, ...clip }, NO_LIMIT);
		if (expected === null) expect(problem).toBeNull();
		else expect(problem).toContain(expected);
	});

	it('that is larger than what the provider takes of any file', () => {
		const clip = { ...ANY, byteLength: 100_000_001 };
		expect(clipProblem(modelWith({}), clip, 100_000_000)).toContain('up to 100 MB');
	});
});

describe('the rules of models', () => {
	it.each<[ProviderName, string, Partial<KnownClip>, string]>([
		['waveSpeed', 'google/veo3.1/video-extend', { seconds: 142 }, 'up to 141 seconds'],
		['waveSpeed', 'kwaivgi/kling-v4.0/video-edit', { seconds: 2 }, '3 seconds or more'],
		['fal', 'fal-ai/veo3.1/extend-video', { seconds: 9 }, 'up to 8 seconds'],
		['fal', 'xai/grok-imagine-video/extend-video', { seconds: 16 }, 'up to 15 seconds'],
		['eachlabs', 'kling-o1-video-to-video-edit', { seconds: 11 }, 'up to 10 seconds'],
		['apiyi', 'doubao-seedance-2-5-260628', { seconds: 31 }, 'up to 30 seconds'],
		['openRouter', 'bytedance/seedance-2.0', { seconds: 16 }, 'up to 15 seconds'],
	])('%s: %s', (provider, id, clip, expected) => {
		expect(clipProblem(known(provider, id), { ...ANY, ...clip }, NO_LIMIT)).toContain(expected);
	});

	it('say which part of a longer clip is used', () => {
		const clip = { ...ANY, seconds: 200 };
		expect(clipWarnings(known('waveSpeed', 'alibaba/wan-3.0/video-extend'), clip)).toEqual([
			'Wan 3.0 Extend uses the last 120 seconds of the video only.',
		]);
		expect(clipWarnings(known('waveSpeed', 'kwaivgi/kling-v4.0/video-edit'), clip)).toEqual([
			'Kling 4.0 Edit uses the first 30 seconds of the video only.',
		]);
		expect(clipWarnings(known('waveSpeed', 'kwaivgi/kling-v4.0/video-edit'), ANY)).toEqual([]);
	});
});
