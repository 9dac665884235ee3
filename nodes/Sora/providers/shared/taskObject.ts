/** Finding the task in a body, whatever envelopes relays put around it. */

import type { JsonObject } from '../../shared/json';
import { arrayOf, isObject, numberOf, textOf, timeOf } from '../../shared/json';
import { firstOf, isIdKey, likelyIdsIn, taskIdsIn } from './decode/taskIds';
import { isSameTaskId } from './taskId';
import { hasStatusWord } from './statusWords';

const INSIDE_KEYS = [
	...['data', 'task', 'result', 'output', 'job', 'response', 'video', 'generation'],
	...['prediction', 'operation'],
];

const DEPTH_LIMIT = 3;

interface Inner {
	/** The key that leads to it. */
	key: string;
	object: JsonObject;
}

/** Of a list, its only object, or the one that was asked for. */
function oneOf(list: unknown, askedId: string | null): JsonObject[] {
	const objects = arrayOf(list).filter(isObject);
	if (objects.length < 2) return objects;
	return objects.filter((object) => askedId !== null && isTask(object, askedId)).slice(0, 1);
}

/** Whether the object gives itself this ID. */
export function isTask(object: JsonObject, askedId: string): boolean {
	return taskIdsIn(object).some((id) => isSameTaskId(id, askedId));
}

/** Objects that may be the task: those inside an envelope. */
function insideOf(body: JsonObject, askedId: string | null): Inner[] {
	return INSIDE_KEYS.flatMap((key) => {
		const value = body[key];
		const objects = isObject(value) ? [value] : oneOf(value, askedId);
		return objects.map((object) => ({ key, object }));
	});
}

/** The task with what its envelope says besides. */
function unwrapped(envelope: JsonObject, { key: inside, object }: Inner): JsonObject {
	const hasId = taskIdsIn(object).length > 0;
	const outer = Object.entries(envelope).filter(
		([key]) => key !== inside && !(hasId && isIdKey(key)),
	);
	return { ...Object.fromEntries(outer), ...object };
}

interface Level {
	object: JsonObject;
	/** With what stands around it. */
	whole: JsonObject;
}

/** The objects below a body, those further out first. */
function levelsBelow(body: JsonObject, askedId: string | null): Level[] {
	const levels: Level[] = [];
	let outer: Level[] = [{ object: body, whole: body }];
	for (let depth = 0; depth < DEPTH_LIMIT; depth++) {
		outer = outer.flatMap(({ object, whole }) =>
			insideOf(object, askedId).map((inner) => ({
				object: inner.object,
				whole: unwrapped(whole, inner),
			})),
		);
		levels.push(...outer);
	}
	return levels;
}

/**
 * The task in the answer to a status call, without its envelope: new-api's `{code, message, data}`,
 * DashScope's `{request_id, output}`.
 * @param askedId of a list, it is the task with this ID.
 */
export function taskObjectIn(body: JsonObject, askedId: string | null = null): JsonObject {
	if (taskIdsIn(body).length > 0 && hasStatusWord(body)) return body;
	const levels = levelsBelow(body, askedId);
	const isAsked = ({ object }: Level) => askedId !== null && isTask(object, askedId);
	const level = levels.find(({ object }) => hasStatusWord(object)) ?? levels.find(isAsked);
	if (level === undefined) return body;
	// `status: "success"` of an envelope is that of the call.
	return hasStatusWord(body) && taskIdsIn(level.object).length === 0 ? body : level.whole;
}

/** Whether a body lists tasks, and not the one that was asked for. */
export function listsOthers(body: JsonObject, askedId: string): boolean {
	if (isTask(body, askedId)) return false;
	return INSIDE_KEYS.some((key) => {
		const tasks = arrayOf(body[key])
			.filter(isObject)
			.filter((entry) => taskIdsIn(entry).length > 0);
		return tasks.length > 1 && !tasks.some((task) => isTask(task, askedId));
	});
}

/** The ID of a task under a name that is surely a task's; null where the body names none. */
export function sureTaskIdIn(body: JsonObject): string | null {
	const inside = levelsBelow(body, null).map(({ object }) => object);
	return [body, ...inside].flatMap(taskIdsIn)[0] ?? null;
}

/** The ID of a new task in the answer to a submit that went well; null where the body names none. */
export function newTaskIdIn(body: JsonObject): string | null {
	const sure = sureTaskIdIn(body);
	if (sure !== null) return sure;
	const objects = [body, ...levelsBelow(body, null).map(({ object }) => object)];
	const listed = objects.flatMap((object) => INSIDE_KEYS.flatMap((key) => firstOf(object[key])));
	return [...objects.flatMap(likelyIdsIn), ...listed.flatMap(taskIdsIn)][0] ?? null;
}

/** Values that are JSON within JSON: Kie's `resultJson`. */
const JSON_TEXT = /^\s*[{[]/;
const PARSED_LENGTH_LIMIT = 1_000_000;

/** The same with the JSON read that stands in the texts of its envelope, on the two outermost levels. */
export function withJsonTexts(body: JsonObject, depth = 0): JsonObject {
	const entries = Object.entries(body).map(([key, value]) => {
		const mayBeJson = INSIDE_KEYS.includes(key) || /json$/i.test(key);
		const read = typeof value === 'string' && mayBeJson ? parsedText(value) : value;
		return [key, depth === 0 && isObject(read) ? withJsonTexts(read, 1) : read] as const;
	});
	return Object.fromEntries(entries);
}

function parsedText(text: string): unknown {
	if (text.length > PARSED_LENGTH_LIMIT || !JSON_TEXT.test(text)) return text;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
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

const PROGRESS_KEYS = [
	...['progress', 'percent', 'percentage', 'progress_percent', 'progress_percentage'],
	...['progressPercent', 'progressPercentage'],
];

/** 0–100, also where it is written `"42%"`, or as the share 0.42; null where it is not said. */
export function progressIn(task: JsonObject): number | null {
	const said = PROGRESS_KEYS.map((key) => percentOf(task[key])).find((value) => value !== null);
	return said === undefined || said === null ? null : Math.min(100, Math.max(0, said));
}

function percentOf(value: unknown): number | null {
	const text = typeof value === 'string' ? (textOf(value) ?? '') : null;
	const number = numberOf(text?.replace(/\s*%$/, '') ?? value);
	// One is one percent: shares of it are told by their fraction.
	const isShare = number !== null && number > 0 && number < 1 && !text?.endsWith('%');
	return isShare ? Math.round(number * 100) : number;
}
