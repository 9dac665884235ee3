/** Any host that speaks the OpenAI Videos API: a gateway, or a server of one's own. */

import { openAiVideosCancel } from '../formats/openAiVideos/cancel';
import { openAiVideosLists } from '../formats/openAiVideos/lists';
import { openAiVideos, openAiVideosPassThrough } from '../formats/openAiVideos/openAiVideos';
import type { HttpResponse } from '../http';
import type { Provider, Submission } from '../provider';
import { isSuccess, isWebPage } from '../shared/response';
import type { VideoRequest } from '../video';
import { openAiCompatibleInfo } from './info';
import { liteLlmList, liteLlmTaskKey } from './liteLlm';
import { OPENAI_COMPATIBLE_MODELS } from './catalogue';
import { taskRefIn, type IdRule } from '../shared/taskRef';

const BASE_URL_QUESTION =
	'is there a Videos API at the Base URL in the credential? It must include the API prefix, e.g. https://host.example/v1';

/** It may also be the task that the host does not know. */
function clipQuestion(taskId: string): string {
	return `does this host have the task "${taskId.slice(0, SHOWN_LENGTH)}" that Video URL names, and can it edit and extend videos? If so, check the Base URL in the credential`;
}

const SHOWN_LENGTH = 100;

/** A host that knows no such path, or shows a page: nearly always a base URL without its prefix. */
function withBaseUrlInMind(
	submission: Submission,
	response: HttpResponse,
	{ clips = [] }: VideoRequest,
): Submission {
	if (submission.kind === 'accepted') return submission;
	const { failure } = submission;
	const isNoSuchPath = failure.httpStatus === 404 || failure.httpStatus === 405;
	const isElsewhere = isNoSuchPath || (isSuccess(response) && isWebPage(response));
	if (!isElsewhere || failure.category === 'model_retired') return submission;
	const [clip] = clips;
	const question = clip?.kind === 'task' ? clipQuestion(clip.id) : BASE_URL_QUESTION;
	const message = `${failure.message} (${question})`;
	return { ...submission, failure: { ...failure, message } };
}

/** Hosts that render while the call is open (NVIDIA Dynamo) take JSON only, and answer with the video. */
const RENDER_TIMEOUT_MS = 600_000;

/** Gateways put together IDs of their own: base64 (LiteLLM), or a path (`models/veo/operations/abc`). */
const HOSTS_IDS: IdRule = {
	pattern: /^[A-Za-z0-9_][\w.:=+/~@|!$-]{0,1999}$/,
	consistsOf: 'letters, digits, "-", "_", ".", ":", "/", "+" and "="',
};

const wire = openAiVideos({
	prefix: '',
	format: () => 'multipart',
	createTimeoutMs: { json: RENDER_TIMEOUT_MS, jsonWithNumbers: RENDER_TIMEOUT_MS },
});

/**
 * Any host whose base URL ends in `/v1`. Text goes out as multipart too: OpenAI's own SDKs send
 * nothing else, vLLM-Omni takes nothing else, and LiteLLM changed to it for that reason.
 */
export const openAiCompatible: Provider = {
	...openAiCompatibleInfo,
	catalogue: OPENAI_COMPATIBLE_MODELS,
	pace: { firstPollMs: 2_000, minIntervalMs: 2_000 },
	passThrough: (id, kind) => openAiVideosPassThrough('openAiCompatible', id, kind),
	imageBy: () => 'file',
	takesCallback: () => false,
	parseTaskRef: (text) => taskRefIn(text, undefined, HOSTS_IDS),
	taskKey: liteLlmTaskKey,
	...wire,
	parseCreate: (response, request) =>
		withBaseUrlInMind(wire.parseCreate(response, request), response, request),
	...openAiVideosLists(''),
	list: liteLlmList,
	cancel: openAiVideosCancel(''),
};
