import { readFileSync } from 'node:fs';
import {
	askedWarnings,
	fileWarnings,
	notDownloaded,
	withoutAsked,
} from '../../../nodes/Sora/media/platform/fit';
import {
	PLATFORMS,
	PLATFORM_NAMES,
	type PlatformName,
} from '../../../nodes/Sora/media/platform/platforms';
import { VideoReader, type VideoFacts } from '../../../nodes/Sora/media/video/videoFacts';
import { PLATFORMS_DOCUMENT, platformsDocument } from '../../../scripts/platforms';
import { fixture } from '../fixture';

/** Fit for all of them. */
const GOOD: VideoFacts = {
	seconds: 8,
	frame: { width: 1080, height: 1920 },
	framesPerSecond: 24,
	videoCodec: 'H.264',
	audioCodec: 'AAC',
	byteLength: 8_000_000,
	isIndexFirst: true,
};

it('says nothing of a video that keeps all limits', () => {
	expect(fileWarnings(PLATFORM_NAMES, GOOD)).toEqual([]);
	expect(fileWarnings([], null)).toEqual([]);
});

describe('a limit that a file breaks', () => {
	const wide = { width: 3840, height: 2160 };
	it.each<[PlatformName, Partial<VideoFacts>, string[]]>([
		['instagramReel', { framesPerSecond: 16 }, ['16 frames a second: Instagram takes 23 to 60.']],
		['instagramReel', { framesPerSecond: 23.976 }, []],
		['instagramReel', { seconds: 2.75 }, ['2.75 seconds: Instagram takes 3 to 900.']],
		['instagramReel', { seconds: 3 }, []],
		['instagramReel', { frame: wide }, ['A width of 3840 pixels: Instagram takes at most 1920.']],
		['instagramReel', { videoCodec: 'AV1' }, ['AV1 video: Instagram takes H.264 or HEVC.']],
		['instagramReel', { audioCodec: 'Opus' }, ['Opus sound: Instagram takes AAC.']],
		['instagramReel', { audioCodec: 'none' }, []],
		[
			'instagramReel',
			{ isIndexFirst: false },
			['The index stands behind the video in the file: Instagram wants it in front.'],
		],
		[
			'instagramReel',
			{ byteLength: 400_000_000, seconds: 800 },
			['400 MB: Instagram may take at most 300.'],
		],
		['instagramReel', { byteLength: 40_000_000 }, ['40 Mbit/s: Instagram takes at most 25.']],
		['tikTok', { framesPerSecond: 16 }, ['16 frames a second: TikTok takes 23 to 60.']],
		['tikTok', { seconds: 2 }, ['2 seconds: TikTok may need at least 3.']],
		['tikTok', { seconds: 700 }, ['700 seconds: TikTok takes at most 600.']],
		[
			'tikTok',
			{ frame: { width: 320, height: 640 } },
			['A shorter side of 320 pixels: TikTok needs at least 360.'],
		],
		[
			'tikTok',
			{ frame: { width: 4320, height: 7680 } },
			['A longer side of 7680 pixels: TikTok takes at most 4096.'],
		],
		['tikTok', { videoCodec: 'AV1' }, ['AV1 video: TikTok takes H.264, HEVC, VP8 or VP9.']],
		['tikTok', { isIndexFirst: false }, []],
		['youTubeShort', { seconds: 181 }, ['181 seconds: YouTube Shorts takes at most 180.']],
		[
			'youTubeShort',
			{ frame: { width: 1280, height: 720 } },
			['A ratio of 1.78 (width to height): YouTube Shorts takes at most 1.'],
		],
		['youTubeShort', { frame: { width: 720, height: 720 } }, []],
		['linkedIn', { seconds: 2 }, ['2 seconds: LinkedIn takes 3 to 1800.']],
		[
			'linkedIn',
			{ frame: { width: 2560, height: 1000 } },
			['A ratio of 2.56 (width to height): LinkedIn takes 0.42 to 2.4.'],
		],
		['x', { seconds: 141 }, ['141 seconds: X may take at most 140.']],
		['x', { framesPerSecond: 120 }, ['120 frames a second: X takes at most 60.']],
		['x', { videoCodec: 'HEVC' }, ['HEVC video: X may take only H.264.']],
	])('%s, %j', (platform, facts, warnings) => {
		expect(fileWarnings([platform], { ...GOOD, ...facts })).toEqual(warnings);
	});

	it('is told of each platform that it is checked for', () => {
		expect(
			fileWarnings(['instagramReel', 'tikTok', 'x'], { ...GOOD, framesPerSecond: 16 }),
		).toEqual([
			'16 frames a second: Instagram takes 23 to 60.',
			'16 frames a second: TikTok takes 23 to 60.',
		]);
	});
});

describe('what cannot be read', () => {
	it('is said, and what can be is checked all the same', () => {
		const facts = { ...GOOD, framesPerSecond: null, seconds: null, videoCodec: 'AV1' };
		expect(fileWarnings(['tikTok'], facts)).toEqual([
			'AV1 video: TikTok takes H.264, HEVC, VP8 or VP9.',
			'Not checked for TikTok: the length and frame rate could not be read.',
		]);
	});

	it('may be the whole file, or none', () => {
		expect(fileWarnings(['x', 'linkedIn'], null)).toEqual([
			"The video's file could not be read, so it was not checked for X, LinkedIn.",
		]);
		expect(notDownloaded(['tikTok'])).toMatch(/TikTok.*turn on Download Video/);
	});
});

describe('files as encoders write them', () => {
	const warningsFor = (name: string, platform: PlatformName) => {
		const reader = new VideoReader();
		reader.push(fixture(name));
		return fileWarnings([platform], reader.facts()).join(' ');
	};

	it.each<[string, PlatformName, RegExp]>([
		['video-slow.mp4', 'instagramReel', /^2 seconds.* 16 frames a second.* index stands behind/],
		['video-large-hevc-opus.mp4', 'instagramReel', /^1 second:.* width of 3840 .* Opus sound/],
		['video-av1.mp4', 'x', /^AV1 video: X may take only H.264\.$/],
		[
			'video-fragmented.mp4',
			'tikTok',
			/Not checked for TikTok: the .*frame rate could not be read/,
		],
		['video.webm', 'tikTok', /could not be read, so it was not checked/],
	])('%s for %s', (name, platform, words) => {
		expect(warningsFor(name, platform)).toMatch(words);
	});
});

describe('what the request alone decides', () => {
	it('is said before there is a file', () => {
		const asked = { seconds: 2, frame: { width: 3840, height: 2160 } };
		expect(askedWarnings(['instagramReel', 'youTubeShort'], asked)).toEqual([
			'Asked for 2 seconds: Instagram takes 3 to 900.',
			'Asked for a width of 3840 pixels: Instagram takes at most 1920.',
			'Asked for a ratio of 1.78 (width to height): YouTube Shorts takes at most 1.',
		]);
		expect(askedWarnings(['instagramReel'], { seconds: null, frame: null })).toEqual([]);
	});

	it('counts no more where the file says the same', () => {
		const asked = ['Another warning.', ...askedWarnings(['linkedIn'], { seconds: 2, frame: null })];
		const ofFile = fileWarnings(['linkedIn'], { ...GOOD, seconds: 2.04 });
		const unmeasured = { ...GOOD, frame: null };
		expect(withoutAsked(asked, ofFile, unmeasured)).toEqual(['Another warning.']);
		expect(withoutAsked(asked, [], unmeasured)).toEqual(asked);
		expect(withoutAsked(asked, [], null)).toEqual(asked);
	});

	it('counts no more where the file says that the video has become another one', () => {
		const asked = ['Another warning.', ...askedWarnings(['linkedIn'], { seconds: 2, frame: null })];
		expect(withoutAsked(asked, [], { ...GOOD, seconds: 10 })).toEqual(['Another warning.']);
	});
});

describe('the table', () => {
	it('is the one of docs/platforms.md; `npx tsx scripts/platforms.ts` writes it anew', () => {
		const document = readFileSync(PLATFORMS_DOCUMENT, 'utf8');
		expect(platformsDocument(document)).toBe(document);
	});

	const limits = PLATFORM_NAMES.flatMap((name) => PLATFORMS[name].limits);

	it('names for each limit where it is published, and when it was read', () => {
		for (const { source } of limits) {
			expect(URL.canParse(source.url)).toBe(true);
			expect(source.on).toMatch(/^\d{4}-\d\d-\d\d$/);
		}
	});

	it('says something with each limit', () => {
		for (const { measure, from, to, oneOf } of limits) {
			expect(measure === 'indexFirst' || (from ?? to ?? oneOf) !== undefined).toBe(true);
		}
	});
});
