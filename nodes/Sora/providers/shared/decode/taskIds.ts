/** The ID of a task, under any of the names and in any of the places that hosts have for it. */

import type { JsonObject } from '../../../shared/json';
import { arrayOf, codeOf, isObject, objectOf, textOf } from '../../../shared/json';
import { statusOfWord } from '../statusWords';

/** Without case, `_` and `-`: `task_id`, `taskId` and `TaskId` are one name. The likeliest first. */
const ID_NAMES = [
	...['id', 'taskid', 'videoid', 'generationid', 'predictionid', 'jobid', 'operationid', 'execid'],
];

/** Mostly the ID of the call that is answered, which is the task's only where there is no other. */
const CALL_ID_NAMES = ['requestid', 'uuid'];

const LISTS_OF_IDS = ['ids', 'taskids', 'videoids'];

/** Keys that hold an ID itself: `{task: "task_1"}`; Midjourney's kin: `{code, result: "1320098173"}`. */
const ID_ITSELF = ['task', 'job', 'operation', 'data', 'result'];

/** Addresses of the task: its status, or its video. */
const ADDRESSES = ['statusurl', 'pollingurl', 'geturl', 'get', 'self', 'location', 'statusuri'];

function plain(key: string): string {
	return key.replace(/[_-]/g, '').toLowerCase();
}

function valuesUnder(names: readonly string[], object: JsonObject): unknown[] {
	const entries = Object.entries(object).map(([key, value]) => [plain(key), value] as const);
	return names.flatMap((name) => entries.filter(([key]) => key === name).map(([, value]) => value));
}

export function isIdKey(key: string): boolean {
	return ID_NAMES.includes(plain(key));
}

/** The IDs that an object gives its task, the likeliest first. */
export function taskIdsIn(object: JsonObject): string[] {
	return valuesUnder(ID_NAMES, object).flatMap((value) => codeOf(value) ?? []);
}

const IS_ID = /^[A-Za-z0-9][\w.:=+/~-]{3,}$/;

/** A text that is nothing but an ID: words alone are none. */
export function looksLikeId(text: string): boolean {
	return IS_ID.test(text) && /\d/.test(text) && !URL.canParse(text) && statusOfWord(text) === null;
}

const IN_ADDRESS =
	/\/(?:predictions?|videos(?!\/generations)|generations(?!\/tasks)|tasks|operations)\/([^/?#]+)/;

/** The ID in the address of a task, as it is encoded there; null where it is none. */
export function taskIdInAddress(address: string): string | null {
	return IN_ADDRESS.exec(address)?.[1] ?? null;
}

/** As it is copied from an address: `video_abc%3D`. */
export function percentDecoded(id: string): string {
	try {
		return decodeURIComponent(id);
	} catch {
		return id;
	}
}

/** The ID of a new task in the address where it will be; null where it names none for sure. */
export function newIdInAddress(address: string): string | null {
	const id = percentDecoded(taskIdInAddress(address) ?? '');
	return looksLikeId(id) && !/(^|\/)\.\.(\/|$)/.test(address) ? id : null;
}

/** Google's operations are named by a path. */
const IS_OPERATION = /(^|\/)operations\/./;

/** IDs that are no task's for sure, but stand where only a new task's can stand. */
export function likelyIdsIn(object: JsonObject): string[] {
	const texts = (names: readonly string[]) =>
		valuesUnder(names, object).flatMap((value) => codeOf(value) ?? []);
	const lists = valuesUnder(LISTS_OF_IDS, object).flatMap((list) => arrayOf(list).slice(0, 1));
	const operation = textOf(object.name) ?? '';
	const addresses = [object, objectOf(object.urls), objectOf(object.links)].flatMap((holder) =>
		valuesUnder(ADDRESSES, holder).flatMap((value) => textOf(value) ?? []),
	);
	return [
		...texts(CALL_ID_NAMES),
		...texts(ID_ITSELF).filter(looksLikeId),
		...lists.flatMap((id) => codeOf(id) ?? []),
		...(IS_OPERATION.test(operation) ? [operation] : []),
		...addresses.flatMap((address) => newIdInAddress(address) ?? []),
	];
}

/** Objects in a list of new tasks. */
export function firstOf(list: unknown): JsonObject[] {
	const [first] = arrayOf(list);
	return isObject(first) ? [first] : [];
}
