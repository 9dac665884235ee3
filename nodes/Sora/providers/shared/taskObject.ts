/** Finding the task in a body: its ID under any of its names, and the envelopes that relays put around it. */

import type { JsonObject } from '../../shared/json';
import { arrayOf, codeOf, isObject, numberOf, textOf, timeOf } from '../../shared/json';
import { statusOfWord, statusWordIn } from './statusWords';

const ID_KEYS = [
	...['id', 'task_id', 'taskId', 'video_id', 'videoId', 'generation_id', 'generationId'],
	...['prediction_id', 'predictionID', 'predictionId', 'job_id', 'jobId', 'operation_id'],
];

/** Mostly the ID of the call that is answered, which is the task's only where there is no other. */
const CALL_ID_KEYS = ['request_id', 'requestId', 'uuid'];

const INSIDE_KEYS = ['data', 'task', 'result', 'output', 'job', 'response', 'video'];

function idsUnder(keys: readonly string[], object: JsonObject): string[] {
	return keys.flatMap((key) => codeOf(object[key]) ?? []);
}

/** The IDs that an object gives its task, the likeliest first. */
export function taskIdsIn(object: JsonObject): string[] {
	return idsUnder(ID_KEYS, object);
}

/** Objects that may be the task: those inside an envelope. */
function insideOf(body: JsonObject): JsonObject[] {
	return INSIDE_KEYS.flatMap((key) => {
		const value = body[key];
		if (isObject(value)) return [value];
		const [only, ...more] = arrayOf(value);
		return isObject(only) && more.length === 0 ? [only] : [];
	});
}

/** The task with what its envelope says besides. */
function unwrapped(envelope: JsonObject, inner: JsonObject): JsonObject {
	const hasId = taskIdsIn(inner).length > 0;
	const outer = Object.fromEntries(
		Object.entries(envelope).filter(([key]) => !hasId || !ID_KEYS.includes(key)),
	);
	return { ...outer, ...inner };
}

/**
 * The task in the answer to a status call, without its envelope: new-api's `{code, message, data}`,
 * DashScope's `{request_id, output}`.
 */
export function taskObjectIn(body: JsonObject): JsonObject {
	const hasStatus = (object: JsonObject) => statusOfWord(statusWordIn(object)) !== null;
	if (taskIdsIn(body).length > 0 && hasStatus(body)) return body;
	const inner = insideOf(body).find(hasStatus);
	if (inner === undefined) return body;
	// `status: "success"` of an envelope is that of the call.
	return hasStatus(body) && taskIdsIn(inner).length === 0 ? body : unwrapped(body, inner);
}

const IS_ID = /^[A-Za-z0-9][\w.:=+/-]{3,}$/;

/** The ID of a task under a name that is surely a task's; null where the body names none. */
export function sureTaskIdIn(body: JsonObject): string | null {
	return [...taskIdsIn(body), ...insideOf(body).flatMap(taskIdsIn)][0] ?? null;
}

/** The ID of a new task in the answer to a submit that went well; null where the body names none. */
export function newTaskIdIn(body: JsonObject): string | null {
	const ids = [
		...(sureTaskIdIn(body) === null ? [] : [sureTaskIdIn(body)]),
		...idsUnder(CALL_ID_KEYS, body),
		...insideOf(body).flatMap((inner) => idsUnder(CALL_ID_KEYS, inner)),
		// Midjourney's kin: `{code, description, result: "1320098173412546"}`.
		...['data', 'result'].flatMap((key) => {
			const text = codeOf(body[key]);
			return text !== null && IS_ID.test(text) && !URL.canParse(text) ? [text] : [];
		}),
	];
	return ids[0] ?? null;
}

const CREATED_KEYS = ['created_at', 'created', 'createdAt', 'submit_time', 'create_time'];
const COMPLETED_KEYS = [
	...['completed_at', 'finished_at', 'finish_time', 'ended_at', 'end_time', 'completedAt'],
	...['finishedAt', 'finishTime', 'failed_at'],
];

function firstTime(task: JsonObject, keys: readonly string[]): string | null {
	return keys.map((key) => timeOf(task[key])).find((time) => time !== null) ?? null;
}

/** ISO 8601. */
export function createdAtIn(task: JsonObject): string | null {
	return firstTime(task, CREATED_KEYS);
}

/** ISO 8601; also of a task that ended badly. */
export function completedAtIn(task: JsonObject): string | null {
	return firstTime(task, COMPLETED_KEYS);
}

/** 0–100, also where it is written `"42%"`; null where it is not said. */
export function progressIn(task: JsonObject): number | null {
	const value = task.progress;
	const percent = numberOf(typeof value === 'string' ? textOf(value)?.replace(/\s*%$/, '') : value);
	return percent === null ? null : Math.min(100, Math.max(0, percent));
}
