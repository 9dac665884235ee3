/** The body of a create in the OpenAI Videos API: a form as OpenAI's SDKs send it, or JSON. */

import type { HttpBody, MultipartPart } from '../../http';
import { numberOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import { mediaOf, type ImageRole, type MediaInputs } from '../../../models/mediaInputs';
import { imageUrls } from '../../shared/inputs/imageFields';
import {
	hasPlaceholder,
	PLACEHOLDERS,
	standsFor,
	unplaced,
	withImagesInPlace,
} from '../../shared/inputs/placeholders';
import type { RequestFormat, RequestImage, VideoRequest } from '../../video';
import { severalImages } from './severalImages';

const IMAGE_FIELD = 'input_reference';
/** OpenAI's `openapi.yaml`, `/videos/edits` and `/videos/extensions`. */
const CLIP_FIELD = 'video';

function imagePart(name: string, image: RequestImage): MultipartPart {
	if (image.kind === 'url') return { name, value: image.url };
	const { bytes, fileName, mimeType } = image;
	return { name, bytes, fileName, mimeType };
}

/** The images of a field that is nothing else; null where it is. */
function filesIn(value: unknown, images: MediaInputs<RequestImage>): RequestImage[] | null {
	const entries: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
	const files = entries.map((entry) => standsFor(entry, images));
	return files.includes(null) ? null : files.flat().filter((file) => file !== null);
}

const ROLES = Object.keys(PLACEHOLDERS) as ImageRole[];

/**
 * Multipart knows no types: strings as they are, anything else as JSON. `null` leaves a field out.
 * A field that is an image, or a list of nothing else, is a part for each file.
 */
function formParts(fields: JsonObject, images: MediaInputs<RequestImage>): MultipartPart[] {
	return Object.entries(fields).flatMap(([name, value]) => {
		if (value === null || value === undefined) return [];
		const files = filesIn(value, images);
		if (files !== null) return files.map((file) => imagePart(name, file));
		const isNested = ROLES.some((role) => hasPlaceholder(value, role));
		const written: unknown = isNested ? withImagesInPlace(value, imageUrls(images)) : value;
		return [{ name, value: typeof written === 'string' ? written : JSON.stringify(written) }];
	});
}

/** A host may read the length as a number only (NVIDIA Dynamo, aiproxy). */
function withNumbers({ model, inputs }: VideoRequest): JsonObject {
	const { name = '' } = model.inputs.duration ?? {};
	const seconds = numberOf(inputs[name]);
	return seconds === null ? inputs : { ...inputs, [name]: seconds };
}

/** Whether anything of the request is written otherwise with numbers. */
export function hasNumberAsText(request: VideoRequest): boolean {
	const { name = '' } = request.model.inputs.duration ?? {};
	const isGiven = name in request.additionalInputs;
	return !isGiven && withNumbers(request)[name] !== request.inputs[name];
}

/** The fields of the images that have no place of the user's choice, with placeholders for them. */
function imageFieldsOf(request: VideoRequest, format: RequestFormat): JsonObject {
	const left = unplaced(mediaOf(request), request.additionalInputs);
	if (left.lastImage !== undefined || left.referenceImages !== undefined) {
		return severalImages(left, format);
	}
	return left.image === undefined ? {} : { [IMAGE_FIELD]: PLACEHOLDERS.image };
}

/** A clip as one of the host's own tasks; a file is a part of the form. */
function clipField({ clips: [clip] = [] }: VideoRequest): JsonObject {
	if (clip === undefined || clip.kind === 'file') return {};
	return { [CLIP_FIELD]: clip.kind === 'task' ? { id: clip.id } : clip.url };
}

function clipParts({ clips = [] }: VideoRequest): MultipartPart[] {
	return clips.flatMap((clip) => {
		if (clip.kind !== 'file') return [];
		const { bytes, fileName, mimeType } = clip;
		return [{ name: CLIP_FIELD, bytes, fileName, mimeType }];
	});
}

/** @param format the one that the host takes, as far as that is known */
export function createBody(request: VideoRequest, format: RequestFormat): HttpBody {
	const { model, prompt, additionalInputs } = request;
	const inputs = format === 'jsonWithNumbers' ? withNumbers(request) : request.inputs;
	const images = mediaOf(request);
	const own = Object.entries(imageFieldsOf(request, format)).filter(
		([name]) => !(name in additionalInputs),
	);
	const fields = {
		...{ model: model.id, prompt, ...inputs, ...clipField(request) },
		...{ ...additionalInputs, ...Object.fromEntries(own) },
	};
	if (format === 'multipart') {
		const parts = [...formParts(fields, images), ...clipParts(request)];
		return { kind: 'multipart', parts };
	}
	// JSON takes no file: an image goes as an address or as a data URI.
	return { kind: 'json', value: withImagesInPlace(fields, imageUrls(images)) };
}
