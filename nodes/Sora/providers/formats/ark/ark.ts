/**
 * Volcengine Ark's task API for Seedance, as APIYI passes it on.
 * https://docs.apiyi.com/en/api-capabilities/seedance2/video-generation
 */

import { arkInputs } from '../../apiyi/catalogue';
import type { MediaInputs } from '../../../models/mediaInputs';
import type { Model, ModelKind, ProviderName } from '../../../models/model';
import { passThroughModel } from '../../../models/passThrough';
import type { JsonObject } from '../../../shared/json';
import { imageUrls } from '../../shared/inputs/imageFields';
import { unplaced, withImagesInPlace } from '../../shared/inputs/placeholders';
import { bodyNamingTask, isSuccess, unmasked, withoutTask } from '../../shared/response';
import { statusOfMaskedError } from '../../shared/statusResult';
import { retrievedArkTask, submittedArkTask } from './task';
import type { HttpResponse, ProviderCall } from '../../http';
import { statusOfError, refusalOrUnknown, videosFailure } from '../openAiVideos/failure';
import { pathSegment } from '../../shared/path';
import { openVideo } from '../../shared/prediction';
import type { StatusResult, Submission } from '../../provider';
import type { TaskRef, VideoRequest } from '../../video';

/**
 * The gateway labels bodies as gzip that are not, and then loses the first bytes: an answer that
 * cannot be read, or `id":"cgt-…"}`. Asking for no encoding keeps it from doing so.
 */
const UNENCODED = { 'Accept-Encoding': 'identity' };

function imagePart(url: string, role: string): JsonObject {
	return { type: 'image_url', image_url: { url }, role };
}

/** Clips are references: Ark extends or changes them as the prompt says. */
function clipParts({ clips = [] }: VideoRequest): unknown[] {
	return clips.flatMap((clip) =>
		clip.kind === 'url'
			? [{ type: 'video_url', video_url: { url: clip.url }, role: 'reference_video' }]
			: [],
	);
}

/** Each image with its role. The gateway takes a first frame without one, too, but not beside a last frame. */
function content(request: VideoRequest, images: MediaInputs<string>): unknown[] {
	const { image, lastImage, referenceImages = [] } = images;
	return [
		{ type: 'text', text: request.prompt },
		...(image === undefined ? [] : [imagePart(image, 'first_frame')]),
		...(lastImage === undefined ? [] : [imagePart(lastImage, 'last_frame')]),
		...referenceImages.map((url) => imagePart(url, 'reference_image')),
		...clipParts(request),
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
			const images = imageUrls(request);
			const value = {
				model: request.model.id,
				content: content(request, unplaced(images, request.additionalInputs)),
				// Seedance 2.5 takes no other ratio beside a first frame; 2.0 does where it is asked.
				...(request.image || request.clips ? { ratio: 'adaptive' } : {}),
				...request.inputs,
				watermark: false,
				...(request.returnLastFrame ? { return_last_frame: true } : {}),
				...withImagesInPlace(request.additionalInputs, images),
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
	return passThroughModel({ provider, id, kind, inputs: arkInputs(kind, null), source });
}
