/** Tasks that come from outside: an ID that was typed or mapped, the address of a result, or a response. */

import { codeOf, isObject, objectOf, textOf, type JsonObject } from '../../shared/json';
import type { ParsedTaskRef } from '../provider';
import { percentDecoded, taskIdInAddress } from './decode/taskIds';
import { newTaskIdIn } from './taskObject';

/** What the IDs of a provider look like. */
export interface IdRule {
	pattern: RegExp;
	/** Goes on where `A task ID consists of …` begins. */
	consistsOf: string;
}

const USUAL_IDS: IdRule = {
	pattern: /^[A-Za-z0-9][\w.:=-]{0,299}$/,
	consistsOf: 'letters, digits, "-", "_", "." and ":"',
};

/** What our items, and the providers' responses, call the ID of a task; the surest name first. */
const ID_KEYS = ['taskId', 'task_id', 'predictionID', 'prediction_id', 'exec_id', 'id'] as const;

/** @returns the path to read the task again, if it is one of the provider's own for this very task; else null. */
type ReadPathOf = (path: string, id: string) => string | null;

const noReadPath: ReadPathOf = () => null;

/**
 * The task that a text names. The ID goes into the path of a request that carries a key, so nothing
 * else is let through.
 * @param readPathOf for providers whose tasks have more than one path.
 */
export function taskRefIn(
	text: string,
	readPathOf: ReadPathOf = noReadPath,
	ids: IdRule = USUAL_IDS,
): ParsedTaskRef {
	const trimmed = text.trim();
	const rules = { readPathOf, ids };
	if (trimmed === '') return { problem: 'The task ID is empty.' };
	if (trimmed.startsWith('{')) return refInJson(trimmed, rules);
	if (!/^https?:\/\//i.test(trimmed)) return refOf(trimmed, null, rules);
	const id = taskIdInAddress(trimmed);
	if (id === null) return { problem: 'The URL contains no task ID: enter the ID itself.' };
	return refOf(id, trimmed, rules);
}

interface Rules {
	readPathOf: ReadPathOf;
	ids: IdRule;
}

/** A response, in its envelope or without, or one of our items. */
function refInJson(text: string, rules: Rules): ParsedTaskRef {
	const body = parsed(text);
	const task = isObject(body.data) ? body.data : body;
	const known = ID_KEYS.map((key) => codeOf(task[key])).find((value) => value !== null);
	const id = known ?? newTaskIdIn(body);
	if (id === null) return { problem: 'The JSON contains no task ID: enter the ID itself.' };
	return refOf(id, textOf(objectOf(task.urls).get), rules);
}

function parsed(text: string): JsonObject {
	try {
		return objectOf(JSON.parse(text));
	} catch {
		return {};
	}
}

function refOf(written: string, address: string | null, { readPathOf, ids }: Rules): ParsedTaskRef {
	const id = percentDecoded(written);
	if (!ids.pattern.test(id) || id.includes('..')) {
		const shown = JSON.stringify(written.slice(0, 80));
		return { problem: `A task ID consists of ${ids.consistsOf}, not ${shown}.` };
	}
	const path = address !== null && URL.canParse(address) ? new URL(address).pathname : null;
	return { ref: { id, readPath: path === null ? null : readPathOf(path, id) } };
}
