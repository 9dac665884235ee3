/** The lists of the OpenAI Videos API: an account's tasks, and a host's models. */

import { isSuccess } from '../../shared/response';
import { failureFrom } from '../../shared/failure';
import type { HttpResponse, ProviderCall } from '../../http';
import { codeOf, objectOf, textOf } from '../../../shared/json';
import { videosFailure } from './failure';
import { listedTask } from './task';
import { pathSegment } from '../../shared/path';
import { taskPageFrom } from '../../shared/taskPage';
import type { Decoded, ModelListing, TaskPage } from '../../provider';

/** The most that OpenAI and SGLang Diffusion take. */
const PAGE_LENGTH = 100;

/** A hundred tasks that echo prompts of up to 32,000 characters. */
const LIST_LIMIT_BYTES = 8_000_000;

/** The entries of `{ data: […] }`, or what came instead. */
function entriesOf(response: HttpResponse): Decoded<unknown[]> {
	if (!isSuccess(response)) return { ok: false, failure: videosFailure(response) };
	const { data } = objectOf(response.body);
	if (Array.isArray(data)) return { ok: true, value: data };
	const message = 'The response is not a list';
	return { ok: false, failure: failureFrom(response, { category: 'provider', message }) };
}

/** OpenAI says whether there is more. SGLang Diffusion does not: there a full page may go on. */
function nextCursorOf(response: HttpResponse, entries: unknown[]): string | null {
	const { has_more: hasMore, last_id: lastId } = objectOf(response.body);
	const goesOn = typeof hasMore === 'boolean' ? hasMore : entries.length >= PAGE_LENGTH;
	return goesOn ? (textOf(lastId) ?? codeOf(objectOf(entries.at(-1)).id)) : null;
}

/** @param prefix what stands between the base URL and `/videos`. */
export function openAiVideosLists(prefix: string) {
	return {
		list: {
			call(cursor: string | null): ProviderCall {
				const after = cursor === null ? '' : `&after=${pathSegment(cursor)}`;
				const path = `${prefix}/videos?limit=${PAGE_LENGTH}&order=desc${after}`;
				return { to: 'provider', method: 'GET', path, responseLimitBytes: LIST_LIMIT_BYTES };
			},
			parse(response: HttpResponse, cursor: string | null): Decoded<TaskPage> {
				const entries = entriesOf(response);
				if (!entries.ok) return entries;
				const named = nextCursorOf(response, entries.value);
				// A host that does not know `after` sends the first page again and again.
				const nextCursor = named === cursor ? null : named;
				const taskOf = (entry: unknown) => listedTask(entry, response);
				return { ok: true, value: taskPageFrom(entries.value, taskOf, nextCursor) };
			},
		},
		models: {
			call: (): ProviderCall => ({
				to: 'provider',
				method: 'GET',
				path: `${prefix}/models`,
				responseLimitBytes: LIST_LIMIT_BYTES,
			}),
			parse(response: HttpResponse): Decoded<ModelListing[]> {
				const entries = entriesOf(response);
				if (!entries.ok) return entries;
				const ids = entries.value.flatMap((entry) => codeOf(objectOf(entry).id) ?? []);
				const value = ids.map((id) => ({ id, name: id, kind: null, model: null }));
				return { ok: true, value };
			},
		},
	};
}
