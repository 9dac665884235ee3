/** Whether a video keeps what platforms publish: a sentence for each limit that it breaks. Pure. */

import type { VideoFacts } from '../video/videoFacts';
import { PLATFORMS, type Limit, type Measure, type PlatformName } from './platforms';

/** What is known of a video; what is left out is not known. */
export type Measured = Partial<Record<Measure, number | string | boolean>>;

/** What the request alone says of the video; null where it does not. */
export interface AskedVideo {
	seconds: number | null;
	frame: { width: number; height: number } | null;
}

const rounded = (value: number) => String(Math.round(value * 100) / 100);

/** How a value is named, and what its limits are counted in. */
const NAMES: Readonly<Record<Measure, { value: (value: string) => string; label: string }>> = {
	seconds: { value: (value) => (value === '1' ? '1 second' : `${value} seconds`), label: 'length' },
	framesPerSecond: { value: (value) => `${value} frames a second`, label: 'frame rate' },
	width: { value: (value) => `A width of ${value} pixels`, label: 'frame size' },
	shortSide: { value: (value) => `A shorter side of ${value} pixels`, label: 'frame size' },
	longSide: { value: (value) => `A longer side of ${value} pixels`, label: 'frame size' },
	ratio: { value: (value) => `A ratio of ${value} (width to height)`, label: 'frame size' },
	megabytes: { value: (value) => `${value} MB`, label: 'file size' },
	megabitsPerSecond: { value: (value) => `${value} Mbit/s`, label: 'bit rate' },
	videoCodec: { value: (value) => `${value} video`, label: 'video codec' },
	audioCodec: { value: (value) => `${value} sound`, label: 'audio codec' },
	indexFirst: { value: () => 'The index stands behind the video in the file', label: 'box order' },
};

function breaks({ measure, from, to, oneOf }: Limit, value: number | string | boolean): boolean {
	if (measure === 'indexFirst') return value === false;
	if (typeof value === 'number') return value < (from ?? -Infinity) || value > (to ?? Infinity);
	return oneOf !== undefined && !oneOf.includes(String(value));
}

/** `A, B or C` */
function listed(words: readonly string[], last: 'and' | 'or'): string {
	if (words.length < 2) return words.join('');
	return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}

/** Goes on where the value is named. */
function ruleOf(by: string, { measure, from, to, oneOf, isDoubtful }: Limit): string {
	const may = isDoubtful === true;
	if (measure === 'indexFirst') return `${by} ${may ? 'may want' : 'wants'} it in front`;
	if (oneOf) {
		const taken = listed(
			oneOf.filter((word) => word !== 'none'),
			'or',
		);
		return `${by} ${may ? 'may take only' : 'takes'} ${taken}`;
	}
	if (to === undefined) return `${by} ${may ? 'may need' : 'needs'} at least ${rounded(from ?? 0)}`;
	if (from === undefined) return `${by} ${may ? 'may take' : 'takes'} at most ${rounded(to)}`;
	return `${by} ${may ? 'may take only' : 'takes'} ${rounded(from)} to ${rounded(to)}`;
}

interface Broken {
	limit: Limit;
	by: string;
	value: number | string | boolean;
}

function brokenBy(platforms: readonly PlatformName[], measured: Measured): Broken[] {
	return platforms.flatMap((name) => {
		const { by, limits } = PLATFORMS[name];
		return limits.flatMap((limit) => {
			const value = measured[limit.measure];
			return value !== undefined && breaks(limit, value) ? [{ limit, by, value }] : [];
		});
	});
}

function named({ limit, value }: Broken): string {
	return NAMES[limit.measure].value(typeof value === 'number' ? rounded(value) : String(value));
}

function namesOf(platforms: readonly PlatformName[]): string {
	return platforms.map((name) => PLATFORMS[name].name).join(', ');
}

/** What is said where there is no file to look into. */
export function notDownloaded(platforms: readonly PlatformName[]): string {
	return `The video was not checked for ${namesOf(platforms)}, because it was not downloaded: turn on Download Video.`;
}

const ASKED = 'Asked for ';

/** One warning for each limit that the request breaks, whatever becomes of it. */
export function askedWarnings(platforms: readonly PlatformName[], asked: AskedVideo): string[] {
	return brokenBy(platforms, measuresOf(asked)).map((broken) => {
		const value = named(broken);
		return `${ASKED}${value[0].toLowerCase()}${value.slice(1)}: ${ruleOf(broken.by, broken.limit)}.`;
	});
}

/**
 * One warning for each limit that the file breaks, and one for what could not be found out.
 * @param facts null where the file could not be read.
 */
export function fileWarnings(
	platforms: readonly PlatformName[],
	facts: VideoFacts | null,
): string[] {
	if (platforms.length === 0) return [];
	const names = namesOf(platforms);
	if (facts === null) {
		return [`The video's file could not be read, so it was not checked for ${names}.`];
	}
	const measured = measuresOfFile(facts);
	const broken = brokenBy(platforms, measured).map(
		(each) => `${named(each)}: ${ruleOf(each.by, each.limit)}.`,
	);
	const wanted = platforms.flatMap((name) => PLATFORMS[name].limits.map(({ measure }) => measure));
	const unread = wanted.filter((measure) => measured[measure] === undefined);
	const labels = [...new Set(unread.map((measure) => NAMES[measure].label))];
	return labels.length === 0
		? broken
		: [...broken, `Not checked for ${names}: the ${listed(labels, 'and')} could not be read.`];
}

/**
 * What was asked counts no more where the file itself says the same, and not at all where it says how
 * long and how large the video has become.
 */
export function withoutAsked(
	warnings: readonly string[],
	ofFile: readonly string[],
	facts: VideoFacts | null | undefined,
): string[] {
	if (facts && facts.seconds !== null && facts.frame !== null) {
		return warnings.filter((warning) => !warning.startsWith(ASKED));
	}
	const ruleIn = (warning: string) => warning.slice(warning.indexOf(': '));
	const rules = new Set(ofFile.map(ruleIn));
	return warnings.filter((warning) => !(warning.startsWith(ASKED) && rules.has(ruleIn(warning))));
}

function measuresOf({ seconds, frame }: AskedVideo): Measured {
	return {
		...(seconds === null ? {} : { seconds }),
		...(frame && {
			width: frame.width,
			shortSide: Math.min(frame.width, frame.height),
			longSide: Math.max(frame.width, frame.height),
			ratio: frame.width / frame.height,
		}),
	};
}

function measuresOfFile(facts: VideoFacts): Measured {
	const { seconds, frame, framesPerSecond, videoCodec, audioCodec, byteLength } = facts;
	const measured: Measured = {
		...measuresOf({ seconds, frame }),
		megabytes: byteLength / 1e6,
		indexFirst: facts.isIndexFirst,
	};
	if (framesPerSecond !== null) measured.framesPerSecond = framesPerSecond;
	if (videoCodec !== null) measured.videoCodec = videoCodec;
	if (audioCodec !== null) measured.audioCodec = audioCodec;
	if (seconds) measured.megabitsPerSecond = (byteLength * 8) / 1e6 / seconds;
	return measured;
}
