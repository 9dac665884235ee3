/**
 * The OpenAI Videos API (closed at OpenAI since 2026-09-24), spoken on by LiteLLM, new-api and
 * its kin, vLLM-Omni, SGLang Diffusion and others. OpenAI's `openapi.yaml`, paths `/videos*`.
 */

import type { Model, ModelKind, ProviderName } from '../../../models/model';
import { passThroughModel } from '../../../models/passThrough';
import { isSuccess, unmasked, withoutTask } from '../../shared/response';
import type { HttpCall, HttpResponse, ProviderCall } from '../../http';
import { createBody, hasNumberAsText } from './body';
import { statusOfError, refusalOrUnknown, videosFailure } from './failure';
import { dataUrisIn, keyedAddressesIn, pathsIn, textLengthIn, videosElsewhereIn } from './places';
import { otherFormat } from './requestFormat';
import { retrievedTask, submittedTask, taskInServerError, taskBodyOf } from './task';
import { failureFrom } from '../../shared/failure';
import { OPENAI_CLIP } from './soraModels';
import { pollAfter } from '../../shared/decode/pace';
import { pathSegment } from '../../shared/path';
import { openVideo } from '../../shared/prediction';
import { statusOfMaskedError } from '../../shared/statusResult';
import type { StatusResult, Submission } from '../../provider';
import type { RequestFormat, TaskRef, VideoRequest, VideoTask } from '../../video';

const ANY_FRAME: Model['inputs']['size'] = { name: 'size', separator: 'x', sizes: [] };

interface Dialect {
	/** What stands between the base URL and `/videos`. */
	prefix: string;
	/** How a request is sent where nothing is known of the host. */
	format(request: VideoRequest): RequestFormat;
	/** Milliseconds that a create in this format may stay without a byte; the usual time if left out. */
	createTimeoutMs?: Partial<Record<RequestFormat, number>>;
}

/** A data URI of a video is an answer of many megabytes. */
const VIDEO_IN_RESPONSE_BYTES = 150_000_000;
/** Characters besides a video: a status answer of more is none. */
const TEXT_LIMIT = 1_000_000;

function refusedOrUnknown(
	response: HttpResponse,
	request: VideoRequest,
	sent: RequestFormat,
): Submission {
	const submission = refusalOrUnknown(response, videosFailure(response));
	if (submission.kind !== 'refused' || submission.again !== 'never') return submission;
	if (formatOfClip(request) !== null) return submission;
	const format = otherFormat(submission.failure, sent, hasNumberAsText(request));
	return format === null ? submission : { ...submission, again: 'inOtherFormat', format };
}

function parseStatus(response: HttpResponse, { id }: TaskRef): StatusResult {
	if (textLengthIn(response.body) > TEXT_LIMIT) {
		const message = 'The answer is too large';
		return { kind: 'unclear', failure: failureFrom(response, { category: 'provider', message }) };
	}
	const task = retrievedTask(response, id);
	if (task) return { kind: 'task', task, ...pollAfter(response) };
	if (!isSuccess(response)) return statusOfError(response, videosFailure(response));
	const said = unmasked(response);
	if (said !== response) return statusOfMaskedError(videosFailure(said));
	return { kind: 'unclear', failure: withoutTask(response) };
}

/** With a length, a clip goes on for so long; without one, it is changed. */
function clipPath({ clips, durationSeconds }: VideoRequest): string {
	if (clips === undefined) return '';
	return durationSeconds === undefined ? '/edits' : '/extensions';
}

/** A file needs a form, and only JSON has room for the ID of a task as OpenAI writes it. */
function formatOfClip({ clips: [clip] = [] }: VideoRequest): RequestFormat | null {
	if (clip === undefined) return null;
	return clip.kind === 'file' ? 'multipart' : 'json';
}

/**
 * The wire format of one task: create, retrieve, content.
 */
export function openAiVideos({ prefix, format, createTimeoutMs }: Dialect) {
	const taskPath = ({ id }: TaskRef): string => `${prefix}/videos/${pathSegment(id)}`;
	const formatOf = (request: VideoRequest) =>
		formatOfClip(request) ?? request.format ?? format(request);

	return {
		create: (request: VideoRequest): ProviderCall => ({
			to: 'provider',
			method: 'POST',
			path: `${prefix}/videos${clipPath(request)}`,
			body: createBody(request, formatOf(request)),
			timeoutMs: createTimeoutMs?.[formatOf(request)],
			responseLimitBytes: VIDEO_IN_RESPONSE_BYTES,
		}),
		parseCreate(response: HttpResponse, request: VideoRequest): Submission {
			const task = isSuccess(response) ? submittedTask(response) : taskInServerError(response);
			if (task) return { kind: 'accepted', task, ...pollAfter(response) };
			const said = unmasked(response);
			return isSuccess(said)
				? { kind: 'unknown', failure: withoutTask(response) }
				: refusedOrUnknown(said, request, formatOf(request));
		},
		retrieve: (task: TaskRef): ProviderCall => ({
			to: 'provider',
			method: 'GET',
			path: taskPath(task),
			responseLimitBytes: VIDEO_IN_RESPONSE_BYTES,
		}),
		parseStatus,
		/** What costs no further call comes first; what nobody has called a result comes last. */
		video(task: VideoTask): readonly HttpCall[] {
			if (task.status !== 'completed') return [];
			const body = taskBodyOf(task);
			const open = (url: string): HttpCall => ({ to: 'anywhere', method: 'GET', url });
			return [
				...openVideo(task),
				...dataUrisIn(body).slice(0, 1).map(open),
				{ to: 'provider', method: 'GET', path: `${taskPath(task)}/content` },
				...keyedAddressesIn(body).slice(0, 1).map(open),
				...pathsIn(body).slice(0, 1).map(open),
				...videosElsewhereIn(body)
					.slice(0, 2)
					.map(({ url, place }) => ({ ...open(url), foundIn: place })),
			];
		},
	};
}

/**
 * A model that nobody has described: OpenAI's fields, any frame and any number of seconds, and
 * the names that self-hosted servers and gateways have in common for the rest.
 */
export function openAiVideosPassThrough(
	provider: ProviderName,
	id: string,
	kind: ModelKind,
): Model {
	const inputs: Model['inputs'] = {
		duration: { name: 'seconds', as: 'string' },
		...(kind === 'video' ? { video: OPENAI_CLIP } : { size: ANY_FRAME }),
		generateAudio: { name: 'generate_audio' },
		negativePrompt: { name: 'negative_prompt' },
		seed: { name: 'seed', as: 'integer' },
		image: { name: 'input_reference' },
	};
	const source = 'https://developers.openai.com/api/reference/resources/videos';
	return passThroughModel({ provider, id, kind, inputs, source });
}
