/** A submit was sent and its answer lost: is the task there? */

import { retrieveTask } from '../exchange';
import type { TaskPage } from '../../providers/provider';
import type { VideoTask } from '../../providers/video';
import { evidenceOf, mediaOf } from './evidence';
import { fingerprintOf } from './ledgerKey';
import { limitsWithin, type CallLimits } from '../callLimits';
import type { JobRequest } from '../job';
import { isOfModel, looksAlike, promptSentWith, sameTaskIn } from './lookAlike';
import type { Run } from '../run';

/** A task may appear in the list some seconds after it was accepted. */
const WAITS_BEFORE_LOOKS_MS: readonly number[] = [1_000, 4_000, 10_000, 20_000];
/** Between the looks at a list that shows a task only when it has ended, and for how long in all. */
const LATER_LOOK_MS = 20_000;
const LATER_LOOKS_MS = 10 * 60_000;
/** An item that waits no longer is looked for so long. */
const LAST_LOOK_MS = 2_000;
/** Times in lists and in Date headers are cut to whole seconds. */
const CLOCK_SLACK_MS = 2_000;
/** A request that is accepted at all is accepted within this time. */
const ACCEPTED_WITHIN_MS = 5 * 60_000;
const PAGES_READ = 5;

export interface LostTask {
	request: JobRequest;
	/** Unix milliseconds of the submit. */
	sentAt: number;
	/** Unix milliseconds of the end of the item's wait: after the first look none is begun later than just behind it. */
	endsAt: number;
}

export interface Search {
	task: VideoTask | null;
	/** What was found, as a sentence. */
	found: string;
}

/**
 * Looks in the account's list for a task with the same model and prompt, created since the submit
 * and belonging to no other item, and claims it only where it can be no other's.
 */
export async function findLostTask(
	run: Run,
	{ request, sentAt, endsAt }: LostTask,
	claim: (task: VideoTask) => void,
): Promise<Search> {
	const { list, displayName } = run.provider;
	if (!list) {
		return { task: null, found: `${displayName} has no list of tasks to look for it in.` };
	}
	let nameless: readonly string[] = [];
	const { clock } = run.ports;
	const lastsUntil = Math.min(endsAt, sentAt + LATER_LOOKS_MS);
	for (let look = 0; list.showsOnlyEnded || look < WAITS_BEFORE_LOOKS_MS.length; look++) {
		const wait = WAITS_BEFORE_LOOKS_MS[look] ?? LATER_LOOK_MS;
		if (look > 0 && clock.now() + wait > lastsUntil + LAST_LOOK_MS) break;
		await run.pause(wait);
		await lookAlikesAnswered(run, request);
		const looked = await run.searches.use(async () => {
			const found = await searchOnce(run, request, sentAt, limitsWithin(endsAt - clock.now()));
			const task = found.search?.task;
			if (task && isAnothersByNow(run, request, task)) return { ...found, search: null };
			if (task) claim(task);
			return found;
		});
		if (looked.search !== null) return looked.search;
		nameless = looked.nameless;
	}
	return { task: null, found: notFound(displayName, nameless, request) };
}

const CANDIDATES_NAMED = 20;

/** What tells the tasks apart that may be ours. */
function hiddenOf(request: JobRequest): string {
	if (request.clips !== undefined) return 'clips';
	return mediaOf(request).length > 0 ? 'images' : 'prompts';
}

function notFound(displayName: string, nameless: readonly string[], request: JobRequest): string {
	if (nameless.length === 0) {
		return `The task did not appear in the list of tasks at ${displayName}.`;
	}
	const ids = nameless.slice(0, CANDIDATES_NAMED).join(', ');
	return `The list of tasks at ${displayName} does not show ${hiddenOf(request)}. Tasks of this model from that time: ${ids}.`;
}

function openLookAlikes(run: Run, request: JobRequest): Array<Promise<unknown>> {
	return [...run.openSubmits].flatMap(([sending, other]) =>
		looksAlike(request, other) ? [sending] : [],
	);
}

/** Another item's task must not be taken for ours while its answer is still on its way. */
async function lookAlikesAnswered(run: Run, request: JobRequest): Promise<void> {
	await Promise.allSettled(openLookAlikes(run, request));
	run.checkpoint();
}

/** Was something sent during the search whose answer names the task, or still may? */
function isAnothersByNow(run: Run, request: JobRequest, task: VideoTask): boolean {
	return isTaken(run)(task) || openLookAlikes(run, request).length > 0;
}

/** Whether a task belongs to an item of this execution, or of another one that is known. */
function isTaken({ provider, ports }: Run): (task: VideoTask) => boolean {
	return sameTaskIn(provider, ports.ledger.taskIds());
}

interface Looked {
	/** null where there is nothing (yet). */
	search: Search | null;
	/** Tasks that it may be, and that do not show what they were made of. */
	nameless: string[];
}

async function searchOnce(
	run: Run,
	request: JobRequest,
	sentAt: number,
	limits: CallLimits,
): Promise<Looked> {
	const listed = await readList(run, request, sentAt, limits);
	const isOthers = isTaken(run);
	const free = listed.filter((task) => !isOthers(task) && isOfModel(run.provider, request, task));
	const prompt = promptSentWith(request);
	const ours: VideoTask[] = [];
	const nameless: string[] = [];
	for (const candidate of free) {
		const task = candidate.prompt === null ? await withPrompt(run, candidate, limits) : candidate;
		if (task.prompt === null) nameless.push(task.id);
		if (task.prompt?.trim() === prompt) ours.push(task);
	}
	const evidence = new Map(ours.map((task) => [task, evidenceOf(request, task.response)]));
	const identified = ours.filter((task) => evidence.get(task) === 'ours');
	const possible = ours.filter((task) => evidence.get(task) !== 'anothers');
	if (mediaOf(request).length > 0 && identified.length === 0) {
		return { search: null, nameless: [...nameless, ...possible.map(({ id }) => id)] };
	}
	return {
		search: choose(run, request, identified.length > 0 ? identified : possible),
		nameless,
	};
}

function addressesOf(request: JobRequest): string {
	return JSON.stringify(mediaOf(request).map((one) => (one.kind === 'url' ? one.url : null)));
}

/** @param ours the tasks that it may be, newest first. */
function choose(run: Run, request: JobRequest, ours: readonly VideoTask[]): Search | null {
	if (ours.length === 0) return null;
	const ids = ours.map((task) => task.id).join(', ');
	const lost = [...run.lostSubmits.values()].filter(
		(other) =>
			looksAlike(request, other) &&
			addressesOf(other) === addressesOf(request) &&
			ours.some(({ response }) => evidenceOf(other, response) !== 'anothers'),
	);
	if (ours.length > lost.length) {
		return { task: null, found: `Several tasks could be this one: ${ids}.` };
	}
	const own = fingerprintOf(request);
	if (lost.some((other) => fingerprintOf(other) !== own)) {
		const found = `The responses for several items with this prompt were lost, and nothing shows which item these tasks belong to: ${ids}.`;
		return { task: null, found };
	}
	return { task: ours[ours.length - 1], found: '' };
}

/** Rows of other kinds count: a page of images alone may be old enough, too. */
function reachesBackTo(time: number, { createdAt }: TaskPage): boolean {
	return createdAt.some((created) => Date.parse(created) < time);
}

/** Tasks created since the submit, by the provider's clock, newest first. */
async function readList(
	run: Run,
	{ model }: JobRequest,
	sentAt: number,
	limits: CallLimits,
): Promise<VideoTask[]> {
	const { list } = run.provider;
	if (!list) return [];
	const tasks: VideoTask[] = [];
	let cursor: string | null = null;
	for (let page = 0; page < PAGES_READ; page++) {
		run.checkpoint();
		const result = await run.ports.http.send({ ...list.call(cursor, [model.id]), ...limits });
		if (!('response' in result)) return tasks;
		const decoded = list.parse(result.response, cursor);
		if (!decoded.ok) return tasks;
		const since = sentAt + clockAhead(run, result.response.headers) - CLOCK_SLACK_MS;
		const until = since + CLOCK_SLACK_MS + ACCEPTED_WITHIN_MS;
		const times = decoded.value.tasks.map((task) => Date.parse(task.createdAt ?? ''));
		tasks.push(
			...decoded.value.tasks.filter((_, row) => times[row] >= since && times[row] <= until),
		);
		cursor = decoded.value.nextCursor;
		if (cursor === null || reachesBackTo(since, decoded.value)) return tasks;
	}
	return tasks;
}

/** How far the provider's clock is ahead of ours, in milliseconds. */
function clockAhead(run: Run, headers: Readonly<Record<string, string>>): number {
	const theirs = Date.parse(headers.date ?? '');
	return Number.isNaN(theirs) ? 0 : theirs - run.ports.clock.now();
}

/** Lists are short; the task itself may echo its prompt. */
async function withPrompt(run: Run, candidate: VideoTask, limits: CallLimits): Promise<VideoTask> {
	run.checkpoint();
	const result = await retrieveTask(run.ports.http, run.provider, candidate, limits);
	return result.kind === 'task' ? { ...result.task, createdAt: candidate.createdAt } : candidate;
}
