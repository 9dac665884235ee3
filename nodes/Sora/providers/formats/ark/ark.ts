/**
 * Volcengine Ark's task API for Seedance, as APIYI passes it on.
 * https://docs.apiyi.com/en/api-capabilities/seedance2/video-generation
 */

import { ARK_INPUTS } from '../../apiyi/catalogue';
import type { Model, ModelKind, ProviderName } from '../../../models/model';
import { passThroughModel } from '../../../models/passThrough';
import { hasImagePlaceholder, withImageInPlace } from '../../shared/imagePlaceholder';
import { bodyNamingTask, isSuccess, unmasked, withoutTask } from '../../shared/response';
import { statusOfMaskedError } from '../../shared/statusResult';
import { retrievedArkTask, submittedArkTask } from './task';
import type { HttpResponse, ProviderCall } from '../../http';
import { statusOfError, refusalOrUnknown, videosFailure } from '../openAiVideos/failure';
import { pathSegment } from '../../shared/path';
import { openVideo } from '../../shared/prediction';
import type { StatusResult, Submission } from '../../provider';
import type { RequestImage, TaskRef, VideoRequest } from '../../video';

/**
 * The gateway labels bodies as gzip that are not, and then loses the first bytes: an answer that
 * cannot be read, or `id":"cgt-…"}`. Asking for no encoding keeps it from doing so.
 */
const UNENCODED = { 'Accept-Encoding': 'identity' };

function imageFileUrl(image: RequestImage): string {
	if (image.kind === 'url') return image.url;
	const { buffer, byteOffset, byteLength } = image.bytes;
	const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
	return `data:${image.mimeType};base64,${base64}`;
}

/** Clips are references: Ark extends or changes them as the prompt says. */
function clipParts({ clips = [] }: VideoRequest): unknown[] {
	return clips.flatMap((clip) =>
		clip.kind === 'url'
			? [{ type: 'video_url', video_url: { url: clip.url }, role: 'reference_video' }]
			: [],
	);
}

function content(request: VideoRequest): unknown[] {
	const { prompt, image } = request;
	const text = { type: 'text', text: prompt };
	if (!image) return [text, ...clipParts(request)];
	return [
		text,
		{ type: 'image_url', image_url: { url: imageFileUrl(image) }, role: 'first_frame' },
	];
}

function parseCreate(response: HttpResponse): Submission {
	const task = isSuccess(response)
		? submittedArkTask(response)
		: submittedArkTask({ ...response, body: bodyNamingTask(response) });
	if (task) return { kind: 'accepted', task };
	if (!isSuccess(response)) return refusalOrUnknown(response, videosFailure(response));
	const said = unmasked(response);
	return isSuccess(said)
		? { kind: 'unknown', failure: withoutTask(response) }
		: refusalOrUnknown(said, videosFailure(said));
}

function parseStatus(response: HttpResponse, { id }: TaskRef): StatusResult {
	if (!isSuccess(response)) return statusOfError(response, videosFailure(response));
	const task = retrievedArkTask(response, id);
	if (task) return { kind: 'task', task };
	const said = unmasked(response);
	return said === response
		? { kind: 'unclear', failure: withoutTask(response) }
		: statusOfMaskedError(videosFailure(said));
}

/**
 * The wire format. It has no list, and no cancel: APIYI documents none, and answers a `DELETE`
 * with its web page and a 200.
 * @param tasksPath the path of the tasks below the base URL.
 */
export function ark(tasksPath: string) {
	return {
		create(request: VideoRequest): ProviderCall {
			const { image } = request;
			const hasOwnPlace = hasImagePlaceholder(request.additionalInputs);
			const additionalInputs =
				image && hasOwnPlace
					? withImageInPlace(request.additionalInputs, imageFileUrl(image))
					: request.additionalInputs;
			const value = {
				model: request.model.id,
				content: content(hasOwnPlace ? { ...request, image: undefined } : request),
				// Seedance 2.5 takes no other ratio beside a first frame; 2.0 does where it is asked.
				...(request.image || request.clips ? { ratio: 'adaptive' } : {}),
				...request.inputs,
				watermark: false,
				...additionalInputs,
			};
			const body = { kind: 'json', value } as const;
			return { to: 'provider', method: 'POST', path: tasksPath, headers: UNENCODED, body };
		},
		parseCreate,
		retrieve({ id }: TaskRef): ProviderCall {
			const path = `${tasksPath}/${pathSegment(id)}`;
			return { to: 'provider', method: 'GET', path, headers: UNENCODED };
		},
		parseStatus,
		video: openVideo,
	};
}

/** A Seedance model that nobody has described, with Ark's names. */
export function arkPassThrough(provider: ProviderName, id: string, kind: ModelKind): Model {
	const source = 'https://docs.apiyi.com/en/api-capabilities/seedance2/video-generation';
	return passThroughModel({ provider, id, kind, inputs: ARK_INPUTS, source });
}
