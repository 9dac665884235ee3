/** What OpenRouter's errors mean. https://openrouter.ai/docs/api/reference/errors-and-debugging */

import { isObject, objectOf, textOf } from '../../shared/json';
import { videosFailure } from '../formats/openAiVideos/failure';
import type { HttpResponse } from '../http';
import type { Submission } from '../provider';
import { submissionFrom } from '../shared/failure';
import { isWebPage } from '../shared/response';
import type { Failure, FailureCategory } from '../video';

/** OpenRouter's own message is often no more than "Provider returned error": the host's follows in `raw`. */
function withWordsOfHost(response: HttpResponse): HttpResponse {
	const error = objectOf(objectOf(response.body).error);
	const { raw } = objectOf(error.metadata);
	const words = isObject(raw) ? JSON.stringify(raw) : textOf(raw);
	if (words === null) return response;
	const message = [textOf(error.message), words].filter(Boolean).join(': ');
	return { ...response, body: { error: { ...error, message } } };
}

const NO_SUCH_MODEL = /not a valid model|no endpoints found|no (such )?video model/i;

/** A prompt that was held back comes with the reasons for it. */
function isFlagged({ body }: HttpResponse): boolean {
	const { reasons, flagged_input: flagged } = objectOf(objectOf(objectOf(body).error).metadata);
	return Array.isArray(reasons) || textOf(flagged) !== null;
}

function categoryIn(response: HttpResponse, { message }: Failure): FailureCategory | null {
	if (isFlagged(response)) return 'moderation';
	if (response.status === 402) return 'quota';
	return NO_SUCH_MODEL.test(message) ? 'model_retired' : null;
}

/** The failure that an error answer speaks of. */
export function openRouterFailure(response: HttpResponse): Failure {
	const failure = videosFailure(withWordsOfHost(response));
	return { ...failure, category: categoryIn(response, failure) ?? failure.category };
}

/** What the error answer to a submit means. There is one path for all models, so that a 404 speaks of the model. */
export function refusedSubmit(response: HttpResponse): Submission {
	const failure = openRouterFailure(response);
	const isNoModel = response.status === 404 && !isWebPage(response);
	return submissionFrom(response, isNoModel ? { ...failure, category: 'model_retired' } : failure);
}
