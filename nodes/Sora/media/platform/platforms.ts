/** What platforms take of a video, as they and others publish it. Data only. */

/** What can be measured of a video. */
export type Measure =
	| 'seconds'
	| 'framesPerSecond'
	/** Pixels. */
	| 'width'
	| 'shortSide'
	| 'longSide'
	/** Width to height. */
	| 'ratio'
	| 'megabytes'
	| 'megabitsPerSecond'
	| 'videoCodec'
	| 'audioCodec'
	| 'indexFirst';

/** Where a limit is published, and when it was read there. */
export interface Source {
	url: string;
	/** ISO 8601. */
	on: string;
}

export interface Limit {
	measure: Measure;
	/** Numbers: the least and the most that are taken. */
	from?: number;
	to?: number;
	/** Words: those that are taken. */
	oneOf?: readonly string[];
	source: Source;
	/** Sources differ, or it depends on the account. */
	isDoubtful?: true;
}

export interface Platform {
	/** What is posted. */
	name: string;
	/** Who takes it. */
	by: string;
	limits: readonly Limit[];
}

const ON = '2026-11-28';
/** Meta's page on `POST /{ig-user-id}/media`, "Reel specifications", as these quote it. */
const META: Source = { url: 'https://www.ayrshare.com/docs/media-guidelines/instagram.md', on: ON };
const META_COPY: Source = {
	url: 'https://help.circleboom.com/publish/faq/video-and-reels-limitations-on-instagram',
	on: ON,
};
const TIKTOK: Source = {
	url: 'https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide',
	on: ON,
};
const TIKTOK_COPY: Source = {
	url: 'https://docs.getlate.dev/resources/media-guidelines/tiktok',
	on: ON,
};
const YOUTUBE: Source = { url: 'https://support.google.com/youtube/answer/15424877', on: ON };
const LINKEDIN: Source = {
	url: 'https://www.ayrshare.com/docs/media-guidelines/linkedin.md',
	on: ON,
};
const X_COPY: Source = {
	url: 'https://docs.getlate.dev/resources/media-guidelines/twitter',
	on: ON,
};
const X: Source = { url: 'https://docs.x.com/x-api/media/quickstart/best-practices', on: ON };

export const PLATFORM_NAMES = ['instagramReel', 'linkedIn', 'tikTok', 'x', 'youTubeShort'] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

export const PLATFORMS: Readonly<Record<PlatformName, Platform>> = {
	instagramReel: {
		name: 'Instagram Reel',
		by: 'Instagram',
		limits: [
			{ measure: 'seconds', from: 3, to: 900, source: META },
			{ measure: 'framesPerSecond', from: 23, to: 60, source: META },
			{ measure: 'width', to: 1920, source: META },
			{ measure: 'ratio', from: 0.01, to: 10, source: META_COPY },
			{ measure: 'videoCodec', oneOf: ['H.264', 'HEVC'], source: META },
			{ measure: 'audioCodec', oneOf: ['AAC', 'none'], source: META },
			{ measure: 'indexFirst', source: META },
			{ measure: 'megabitsPerSecond', to: 25, source: META_COPY },
			// 1 GB in newer copies of the page.
			{ measure: 'megabytes', to: 300, source: META, isDoubtful: true },
		],
	},
	tikTok: {
		name: 'TikTok',
		by: 'TikTok',
		limits: [
			{ measure: 'seconds', from: 3, source: TIKTOK_COPY, isDoubtful: true },
			// Each account has its own maximum, from three minutes on.
			{ measure: 'seconds', to: 600, source: TIKTOK },
			{ measure: 'framesPerSecond', from: 23, to: 60, source: TIKTOK },
			{ measure: 'shortSide', from: 360, source: TIKTOK },
			{ measure: 'longSide', to: 4096, source: TIKTOK },
			{ measure: 'videoCodec', oneOf: ['H.264', 'HEVC', 'VP8', 'VP9'], source: TIKTOK },
			{ measure: 'megabytes', to: 4000, source: TIKTOK },
		],
	},
	youTubeShort: {
		name: 'YouTube Short',
		by: 'YouTube Shorts',
		limits: [
			{ measure: 'seconds', to: 180, source: YOUTUBE },
			{ measure: 'ratio', to: 1, source: YOUTUBE },
		],
	},
	linkedIn: {
		name: 'LinkedIn',
		by: 'LinkedIn',
		limits: [
			{ measure: 'seconds', from: 3, to: 1800, source: LINKEDIN },
			{ measure: 'ratio', from: 1 / 2.4, to: 2.4, source: LINKEDIN },
			// 200 MB in older copies of the page.
			{ measure: 'megabytes', to: 500, source: LINKEDIN, isDoubtful: true },
		],
	},
	x: {
		name: 'X',
		by: 'X',
		limits: [
			// Paying accounts may post longer and larger videos.
			{ measure: 'seconds', from: 0.5, source: X },
			{ measure: 'seconds', to: 140, source: X, isDoubtful: true },
			{ measure: 'framesPerSecond', to: 60, source: X },
			{ measure: 'ratio', from: 1 / 3, to: 3, source: X },
			{ measure: 'shortSide', from: 32, source: X },
			// X's own page says 1280x1024, and that some accounts may upload 1080p.
			{ measure: 'longSide', to: 1920, source: X_COPY, isDoubtful: true },
			{ measure: 'videoCodec', oneOf: ['H.264'], source: X, isDoubtful: true },
			{ measure: 'audioCodec', oneOf: ['AAC', 'none'], source: X },
			{ measure: 'megabytes', to: 512, source: X, isDoubtful: true },
		],
	},
};
