/** The last frames of videos that are done: those that came along, and those that a task of their own takes out. */

import { runBilled } from '../../engine/cost/runBilled';
import type { GenerateJob, JobTerms, RunSettings } from '../../engine/job';
import type { Outcome } from '../../engine/outcome';
import type { Ports } from '../../engine/ports';
import { lastFrameKey } from '../../engine/submit/ledgerKey';
import { sentence } from '../../engine/sentence';
import type { OutputOptions } from '../../output/options';
import type { LastFrame, Provider } from '../../providers/provider';
import { frameProvider } from '../../providers/shared/lastFrame';
import { sumsOf, type Money } from '../../shared/money';
import { FrameStore } from './frameStore';

/** An item whose video is done, or not. */
export interface FrameSource {
	outcome: Outcome;
	/** Of the video's own task. */
	ledgerKey: string;
	terms: JobTerms;
	output: OutputOptions;
}

type Done = Extract<Outcome, { kind: 'task' }>;
type ByTask = Extract<LastFrame, { comes: 'byTask' }>;

/** A frame is there in seconds; a video that is paid for is not held back for it. */
const FRAME_TERMS: JobTerms = {
	until: 'ended',
	waitTimeoutMs: 120_000,
	onTimeout: 'error',
	cancelOnTimeout: false,
	fetchVideo: false,
};

/**
 * The outcomes with the last frames that were asked for. What cannot be had is a warning on its item.
 * Not where the run was stopped or has failed: nobody shall wait or pay for that.
 */
export async function withLastFrames(
	provider: Provider,
	sources: readonly FrameSource[],
	settings: RunSettings,
	ports: Ports,
): Promise<Outcome[]> {
	const outcomes = sources.map(({ outcome }) => outcome);
	const hasFailed = settings.failFast && outcomes.some(({ kind }) => kind === 'failed');
	const isOver = outcomes.some(({ kind }) => kind === 'stopped' || kind === 'abandoned');
	if (hasFailed || isOver || !provider.lastFrame) return outcomes;
	const { lastFrame } = provider;
	const wanted = sources.map(({ outcome, output }) => isWanted(outcome, output));
	const found =
		lastFrame.comes === 'byTask'
			? await extracted(provider, lastFrame, sources, wanted, settings, ports)
			: outcomes.map((outcome, index) => (wanted[index] ? noted(outcome) : outcome));
	const frames = new FrameStore(ports);
	return await Promise.all(
		found.map(async (outcome, index) => {
			const isStored = wanted[index] && sources[index].terms.fetchVideo;
			return isStored ? await stored(outcome, frames) : outcome;
		}),
	);
}

/** A task that an earlier try has submitted was not asked for it. */
function noted(outcome: Outcome): Outcome {
	if (outcome.kind !== 'task' || outcome.task.lastFrameUrl !== undefined) return outcome;
	return { ...outcome, warnings: [...outcome.warnings, 'The video came without its last frame.'] };
}

function isWanted(outcome: Outcome, { returnLastFrame }: OutputOptions): boolean {
	const isDone = outcome.kind === 'task' && outcome.task.status === 'completed';
	return isDone && returnLastFrame === true;
}

/** One task for each video that has no frame yet. */
async function extracted(
	provider: Provider,
	lastFrame: ByTask,
	sources: readonly FrameSource[],
	wanted: readonly boolean[],
	settings: RunSettings,
	ports: Ports,
): Promise<Outcome[]> {
	const jobs = sources.map((source, index) => (wanted[index] ? jobOf(source, lastFrame) : null));
	const asked = jobs.filter((job) => job !== null);
	const frames = await runBilled(
		asked,
		frameProvider(provider, lastFrame),
		{ ...settings, failFast: false },
		ports,
	);
	let next = 0;
	return sources.map(({ outcome }, index) =>
		jobs[index] === null || outcome.kind !== 'task' ? outcome : withFrame(outcome, frames[next++]),
	);
}

function jobOf({ outcome, ledgerKey }: FrameSource, { model, inputs }: ByTask): GenerateJob | null {
	const videoUrl = outcome.kind === 'task' ? outcome.task.videoUrls[0] : undefined;
	if (videoUrl === undefined) return null;
	return {
		kind: 'generate',
		request: { model, prompt: '', inputs: inputs(videoUrl), additionalInputs: {} },
		ledgerKey: lastFrameKey(ledgerKey),
		terms: FRAME_TERMS,
	};
}

function withFrame(done: Done, frame: Outcome): Outcome {
	const { task, warnings } = done;
	// A retry picks both up.
	if (frame.kind === 'stopped') return { ...frame, taskId: task.id, submitted: true };
	if (frame.kind === 'task' && frame.task.videoUrls[0] !== undefined) {
		const cost = sumOf(task.cost, frame.task.cost);
		return { ...done, task: { ...task, cost, lastFrameUrl: frame.task.videoUrls[0] } };
	}
	return { ...done, warnings: [...warnings, `${NO_FRAME}${whyNone(frame)}`] };
}

const NO_FRAME = 'The last frame could not be taken out of the video: ';

function whyNone(frame: Outcome): string {
	if (frame.kind === 'failed') {
		const { failure, taskId } = frame.failed;
		return `${sentence(failure.message)}${taskId === null ? '' : ` (task ${taskId})`}`;
	}
	return 'its task made no image.';
}

/** What both tasks were charged; null where one of them is not known. */
function sumOf(one: Money | null, other: Money | null): Money | null {
	if (one === null || other === null) return null;
	const [sum, ...others] = sumsOf([one, other]);
	return others.length === 0 ? sum : null;
}

async function stored(outcome: Outcome, frames: FrameStore): Promise<Outcome> {
	if (outcome.kind !== 'task' || outcome.task.lastFrameUrl === undefined) return outcome;
	const result = await frames.store(outcome.task.lastFrameUrl, outcome.task.id);
	if ('image' in result) return { ...outcome, lastFrame: result.image };
	return { ...outcome, warnings: [...outcome.warnings, sentence(result.problem)] };
}
