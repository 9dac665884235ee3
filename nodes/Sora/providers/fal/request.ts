/**
 * A request at fal is its model and its ID, so our task ID is both: `MODEL/requests/ID`.
 * https://fal.ai/docs/documentation/model-apis/inference/queue
 */

import { modelIdProblem } from '../../models/modelId';
import { codeOf, isObject, objectOf, textOf, type JsonObject } from '../../shared/json';
import type { ParsedTaskRef } from '../provider';
import { pathSegment } from '../shared/path';

const BETWEEN = '/requests/';

/** No model has it in its ID: it would be the path of a request. */
export const RESERVED_MODEL_IDS = /(^|\/)requests(\/|$)/;

export interface FalRequest {
	/** Empty where the task ID names none. */
	model: string;
	id: string;
}

export function requestOf(taskId: string): FalRequest {
	const at = taskId.indexOf(BETWEEN);
	if (at < 0) return { model: '', id: taskId };
	return { model: taskId.slice(0, at), id: taskId.slice(at + BETWEEN.length) };
}

/** Models below these have one part more. https://github.com/fal-ai/fal-js `libs/client/src/utils.ts` */
const NAMESPACES: readonly string[] = ['workflows', 'comfy'];

/** The part of a model ID below which its requests are: the owner and the app, without the path in it. */
function appOf(model: string): string {
	const parts = model.split('/').filter(Boolean);
	return parts.slice(0, NAMESPACES.includes(parts[0]) ? 3 : 2).join('/');
}

/** Of the result; the status and the cancel are below it. Each part is encoded. */
export function requestPath(taskId: string): string {
	const { model, id } = requestOf(taskId);
	const app = appOf(model).split('/').filter(Boolean);
	return ['', ...app, 'requests', id].map(pathSegment).join('/');
}

const REQUEST_PATH =
	/^\/*((?:[\w.~-]+\/)+)requests\/([A-Za-z0-9][\w-]{0,99})(?:\/(?:status|response|cancel|stream))?\/*$/;

/** The request that a path or a task ID names; null where it has another form. */
function requestIn(text: string): FalRequest | null {
	const [, before, id] = REQUEST_PATH.exec(text) ?? [];
	if (before === undefined || id === undefined) return null;
	const model = before.slice(0, -1);
	return modelIdProblem(model, RESERVED_MODEL_IDS) === null ? { model, id } : null;
}

function pathOf(address: unknown): string | null {
	const text = textOf(address);
	return text !== null && URL.canParse(text) ? new URL(text).pathname : null;
}

const ADDRESS_KEYS = ['status_url', 'response_url', 'cancel_url'] as const;

/** The request that the addresses in a response name. */
function requestInAddresses(body: JsonObject): FalRequest | null {
	const requests = ADDRESS_KEYS.map((key) => requestIn(pathOf(body[key]) ?? ''));
	return requests.find((request) => request !== null) ?? null;
}

/**
 * The task ID of a request that a submit has made; null where the response names none. The returned
 * addresses lack a part of the model's path, which we leave out ourselves when we read: only where
 * they lead somewhere else, the ID is made of them instead of the model.
 */
export function newTaskId(model: string, body: JsonObject): string | null {
	const addressed = requestInAddresses(body);
	const id = codeOf(body.request_id) ?? addressed?.id ?? null;
	if (id === null) return null;
	const isElsewhere =
		addressed !== null &&
		addressed.model !== appOf(model) &&
		addressed.model === appOf(addressed.model);
	return (isElsewhere ? addressed.model : model) + BETWEEN + id;
}

/** The task ID of a row in the list of requests. */
export function listedTaskId(row: JsonObject): string | null {
	const [model, id] = [textOf(row.endpoint_id), codeOf(row.request_id)];
	return model === null || id === null ? null : model + BETWEEN + id;
}

function shownIn(body: JsonObject): string | null {
	const task = isObject(body.data) ? body.data : body;
	const own = textOf(task.taskId) ?? listedTaskId(task);
	if (own !== null) return own;
	const addressed = requestInAddresses(task);
	return addressed && addressed.model + BETWEEN + addressed.id;
}

function jsonIn(text: string): JsonObject {
	try {
		return objectOf(JSON.parse(text));
	} catch {
		return {};
	}
}

/** The text that names a request: a task ID, an address of a request, or a response or an item that shows either. */
export function falTaskRef(text: string): ParsedTaskRef {
	const trimmed = text.trim();
	if (trimmed === '') return { problem: 'The task ID is empty.' };
	const isJson = trimmed.startsWith('{');
	const named = isJson ? shownIn(jsonIn(trimmed)) : (pathOf(trimmed) ?? trimmed);
	if (named === null) return { problem: 'The JSON contains no task ID: enter the ID itself.' };
	const request = requestIn(named);
	if (request !== null) {
		return { ref: { id: request.model + BETWEEN + request.id, readPath: null } };
	}
	const shown = JSON.stringify(named.slice(0, 80));
	return {
		problem: `A task ID of fal consists of the model, "/requests/" and the ID of the request ("fal-ai/veo3.1/requests/ID"), not ${shown}.`,
	};
}
