/** Whether a model takes a clip, by what the clip's own file says. What is not known is not refused. */

import { orList } from '../../shared/readValue';
import type { ClipMaker, ClipRules } from './rules';
import { ratioOf } from '../frames';
import type { Model } from '../model';

/** What is known of a clip. */
export interface KnownClip {
	seconds: number | null;
	frame: { width: number; height: number } | null;
	/** The texts in its file. */
	words: string;
	byteLength: number | null;
}

/** What the files of each maker's models say of themselves: names of programs, C2PA and AIGC labels. */
const MAKERS: Readonly<Record<ClipMaker, RegExp>> = {
	Google: /\b(Google|Veo)\b/,
	ByteDance: /ByteDance|Volcengine|Doubao|Seedance|Dreamina|Jimeng/i,
	Kuaishou: /Kuaishou|Kling/i,
	OpenAI: /OpenAI|\bSora\b/,
	Alibaba: /Alibaba|Tongyi|\bWan ?\d/i,
	MiniMax: /MiniMax|Hailuo/i,
};

/** null where the file names nobody, or several. */
function makerIn(words: string): ClipMaker | null {
	const makers = Object.entries(MAKERS).filter(([, pattern]) => pattern.test(words));
	return makers.length === 1 ? (makers[0][0] as ClipMaker) : null;
}

/** Lengths are rounded by a frame or two when a video is cut. */
const TOLERANCE_SECONDS = 0.1;

function lengthProblem({ name }: Model, rules: ClipRules, seconds: number | null): string | null {
	if (seconds === null) return null;
	const { minSeconds = 0, maxSeconds = Infinity } = rules;
	const shown = Number(seconds.toFixed(1));
	if (seconds < minSeconds - TOLERANCE_SECONDS) {
		return `${name} takes videos of ${minSeconds} seconds or more, and this one is ${shown} seconds long`;
	}
	if (seconds > maxSeconds + TOLERANCE_SECONDS) {
		return `${name} takes videos of up to ${maxSeconds} seconds, and this one is ${shown} seconds long`;
	}
	return null;
}

function frameProblem({ name }: Model, rules: ClipRules, frame: KnownClip['frame']): string | null {
	if (frame === null) return null;
	const shown = `${frame.width}x${frame.height}`;
	const lines = Math.min(frame.width, frame.height);
	if (rules.lines && !rules.lines.includes(lines)) {
		const taken = orList(rules.lines.map((each) => `${each}p`));
		return `${name} takes videos at ${taken}, and this one is ${shown}`;
	}
	const ratio = ratioOf(frame);
	if (rules.aspectRatios && (ratio === null || !rules.aspectRatios.includes(ratio))) {
		return `${name} takes videos at ${orList(rules.aspectRatios)}, and this one is ${shown}`;
	}
	return null;
}

/** @param most bytes that the provider takes at all. */
function sizeProblem(
	{ name }: Model,
	rules: ClipRules,
	{ byteLength }: KnownClip,
	most: number,
): string | null {
	const maxBytes = Math.min(rules.maxBytes ?? Infinity, most);
	if (byteLength === null || byteLength <= maxBytes) return null;
	const megabytes = (bytes: number): number => Number((bytes / 1e6).toFixed(1));
	return `${name} takes videos of up to ${megabytes(maxBytes)} MB, and this one has ${megabytes(byteLength)} MB`;
}

/** Why the model would refuse the clip, or bill it and fail; null where nothing speaks against it. */
export function clipProblem(model: Model, clip: KnownClip, maxBytes: number): string | null {
	const rules = model.clip ?? {};
	const maker = makerIn(clip.words);
	const isOthers = rules.maker !== undefined && maker !== null && maker !== rules.maker;
	if (isOthers) {
		return `${model.name} goes on only with videos of ${rules.maker}'s own models, and this one was made by a model of ${maker}`;
	}
	return (
		sizeProblem(model, rules, clip, maxBytes) ??
		lengthProblem(model, rules, clip.seconds) ??
		frameProblem(model, rules, clip.frame)
	);
}

/** What the user should know of a clip that is taken. */
export function clipWarnings({ name, clip: rules = {} }: Model, { seconds }: KnownClip): string[] {
	const { usesSeconds, usesThe = 'end' } = rules;
	if (usesSeconds === undefined || seconds === null || seconds <= usesSeconds) return [];
	const part = usesThe === 'start' ? 'first' : 'last';
	return [`${name} uses the ${part} ${usesSeconds} seconds of the video only.`];
}
