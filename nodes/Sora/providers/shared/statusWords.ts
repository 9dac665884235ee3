/** The words for where a task stands, as providers and the relays in front of them write them. */

import type { JsonObject } from '../../shared/json';
import { entryOf, textOf } from '../../shared/json';
import type { TaskStatus } from '../video';
import { saysWhatWentWrong } from './reason';

const WORDS: Readonly<Record<TaskStatus, readonly string[]>> = {
	queued: [
		...[
			'queued',
			'queueing',
			'queuing',
			'in_queue',
			'submitted',
			'submitting',
			'pending',
			'waiting',
		],
		...['created', 'accepted', 'received', 'scheduled', 'preparing', 'initializing', 'initialized'],
		...['not_start', 'not_started', 'throttled', 'unknown', 'staged', '排队中', '等待中', '已提交'],
	],
	running: [
		...[
			'running',
			'in_progress',
			'inprogress',
			'progress',
			'processing',
			'generating',
			'rendering',
		],
		...['starting', 'started', 'working', 'active', 'dreaming', 'uploading', 'post_processing'],
		...['cancelling', 'canceling', '处理中', '生成中', '进行中'],
	],
	completed: [
		...['completed', 'complete', 'succeeded', 'succeed', 'success', 'successful', 'finished'],
		...['finish', 'done', 'ready', 'generated', '已完成', '完成', '成功', '生成成功'],
	],
	failed: [
		...['failed', 'fail', 'failure', 'error', 'errored', 'rejected', 'refused', 'blocked'],
		...['moderated', 'nsfw', 'timeout', 'timed_out', 'time_out', 'crashed', 'unsuccessful'],
		...['content_filter', 'content_filtered', 'filtered', 'flagged', 'policy_violation', 'dead'],
		...['失败', '生成失败'],
	],
	cancelled: ['cancelled', 'canceled', 'cancel', 'aborted', 'terminated', 'stopped', 'deleted'],
	expired: ['expired'],
};

const STATUS_BY_WORD: Readonly<Record<string, TaskStatus>> = Object.fromEntries(
	Object.entries(WORDS).flatMap(([status, words]) =>
		words.map((word) => [word, status as TaskStatus] as const),
	),
);

/** `TASK_STATUS_SUCCEED`, `task.completed`, `IN PROGRESS`, `in-progress`. */
function plain(word: string): string {
	return word
		.toLowerCase()
		.replace(/[\s.-]+/g, '_')
		.replace(/^((task|job|video|generation|render|status|state)_)+/, '');
}

/** What a word says, in any case; null where nobody has described it. */
export function statusOfWord(word: string | null): TaskStatus | null {
	return word === null ? null : entryOf(STATUS_BY_WORD, plain(word));
}

const STATUS_KEYS = ['status', 'task_status', 'state', 'video_status', 'job_status', 'taskStatus'];

/** Google's operations, and others that say no more than whether it is over. */
const IS_OVER_KEYS = ['done', 'finished', 'is_finished', 'completed', 'is_completed'];

function wordsOfSwitches(task: JsonObject): string[] {
	return IS_OVER_KEYS.flatMap((key) => {
		if (typeof task[key] !== 'boolean') return [];
		if (!task[key]) return ['running'];
		return saysWhatWentWrong(task) ? ['failed'] : ['done'];
	});
}

/** The word for where the task stands, as it was written; null where there is none. */
export function statusWordIn(task: JsonObject): string | null {
	const written = STATUS_KEYS.map((key) => textOf(task[key])).filter((word) => word !== null);
	const words = [...written, ...wordsOfSwitches(task)];
	return words.find((word) => statusOfWord(word) !== null) ?? words[0] ?? null;
}

/** Codes of HTTP begin here. */
const NUMBERS_END = 100;

/**
 * A status that is a number: which one means what, each host decides. Only of an object that is
 * surely a task, for calls have numbers, too.
 */
export function statusNumberIn(task: JsonObject): string | null {
	const numbers = STATUS_KEYS.map((key) => task[key]).filter(Number.isInteger);
	const number = numbers.find((value) => Number(value) < NUMBERS_END);
	return number === undefined ? null : String(number);
}

/** Whether it says where it stands, in a word that is known. */
export function hasStatusWord(object: JsonObject): boolean {
	return statusOfWord(statusWordIn(object)) !== null;
}

/** A host says it of what another host did not say. */
const SAYS_NOTHING = 'unknown';

/**
 * Where a task stands. A word that nobody has described says nothing: then a video is an end, as
 * is an error, and without either the task is asked for again.
 * @param hasVideo the video is there, so that it can be fetched
 * @param number what stands in the place of a word
 * @returns null where the object is about no task: neither a word nor a video.
 */
export function statusIn(
	task: JsonObject,
	hasVideo: boolean,
	number: string | null = null,
): TaskStatus | null {
	const word = statusWordIn(task) ?? number;
	const known = statusOfWord(word);
	if (known !== null && plain(word ?? '') !== SAYS_NOTHING) return known;
	const isWrong = saysWhatWentWrong(task);
	if (word === null) return hasVideo && !isWrong ? 'completed' : null;
	if (hasVideo) return 'completed';
	if (isWrong) return 'failed';
	return known ?? 'running';
}
