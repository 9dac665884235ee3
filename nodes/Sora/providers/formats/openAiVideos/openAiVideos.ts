/**
 * The OpenAI Videos API (closed at OpenAI since 2026-09-24), spoken on by LiteLLM, new-api and
 * its kin, vLLM-Omni, SGLang Diffusion and others. OpenAI's `openapi.yaml`, paths `/videos*`.
 */

import type { Model, ModelKind, ProviderName } from '../../../models/model';
import { passThroughModel } from '../../../models/passThrough';
import { isSuccess, withoutTask } from '../../shared/response';
import type { HttpBody, HttpCall, HttpResponse, MultipartPart, ProviderCall } from '../../http';
import type { JsonObject } from '../../../shared/json';
import { statusOfError, refusalOrUnknown, videosFailure } from './failure';
import { retrievedTask, submittedTask } from './task';
import { pathSegment } from '../../shared/path';
import { openVideo } from '../../shared/prediction';
import type { StatusResult, Submission } from '../../provider';
import type { RequestImage, TaskRef, VideoRequest, VideoTask } from '../../video';

interface Dialect {
	/** What stands between the base URL and `/videos`. */
	prefix: string;
	/** How a request without an image is sent. */
	textAs: 'json' | 'multipart';
}

const IMAGE_FIELD = 'input_reference';

/** Multipart knows no types: strings as they are, anything else as JSON. `null` leaves a field out. */
function formParts(fields: JsonObject): MultipartPart[] {
	return Object.entries(fields).flatMap(([name, value]) => {
		if (value === null || value === undefined) return [];
		return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }];
	});
}

function imagePart(image: RequestImage): MultipartPart {
	if (image.kind === 'url') return { name: IMAGE_FIELD, value: image.url };
	const { bytes, fileName, mimeType } = image;
	return { name: IMAGE_FIELD, bytes, fileName, mimeType };
}

function createBody(request: VideoRequest, textAs: Dialect['textAs']): HttpBody {
	const { model, prompt, image } = request;
	const fields = {
		model: model.id,
		prompt,
		...request.inputs,
		...request.additionalInputs,
	};
	if (image) return { kind: 'multipart', parts: [...formParts(fields), imagePart(image)] };
	if (textAs === 'json') return { kind: 'json', value: fields };
	return { kind: 'multipart', parts: formParts(fields) };
}

function parseCreate(response: HttpResponse): Submission {
	if (!isSuccess(response)) return refusalOrUnknown(response, videosFailure(response));
	const task = submittedTask(response);
	return task ? { kind: 'accepted', task } : { kind: 'unknown', failure: withoutTask(response) };
}

function parseStatus(response: HttpResponse, { id }: TaskRef): StatusResult {
	const task = retrievedTask(response, id);
	if (task) return { kind: 'task', task };
	if (!isSuccess(response)) return statusOfError(response, videosFailure(response));
	return { kind: 'unclear', failure: withoutTask(response) };
}

/**
 * The wire format of one task: create, retrieve, content.
 * There is no cancel: `DELETE /videos/{id}` removes a video that was paid for.
 */
export function openAiVideos({ prefix, textAs }: Dialect) {
	const taskPath = ({ id }: TaskRef): string => `${prefix}/videos/${pathSegment(id)}`;
	const get = (path: string): ProviderCall => ({ to: 'provider', method: 'GET', path });

	return {
		create: (request: VideoRequest): ProviderCall => ({
			to: 'provider',
			method: 'POST',
			path: `${prefix}/videos`,
			body: createBody(request, textAs),
		}),
		parseCreate,
		retrieve: (task: TaskRef): ProviderCall => get(taskPath(task)),
		parseStatus,
		/** An open address may be one that only the host itself can read: `/content` has the bytes too. */
		video(task: VideoTask): readonly HttpCall[] {
			if (task.status !== 'completed') return [];
			return [...openVideo(task), get(`${taskPath(task)}/content`)];
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
		size: { name: 'size', separator: 'x', sizes: [] },
		generateAudio: { name: 'generate_audio' },
		negativePrompt: { name: 'negative_prompt' },
		seed: { name: 'seed', as: 'integer' },
		image: { name: IMAGE_FIELD },
	};
	const source = 'https://developers.openai.com/api/reference/resources/videos';
	return passThroughModel({ provider, id, kind, inputs, source });
}
