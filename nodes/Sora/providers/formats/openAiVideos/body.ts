/** The body of a create in the OpenAI Videos API: a form as OpenAI's SDKs send it, or JSON. */

import type { HttpBody, MultipartPart } from '../../http';
import { isObject, numberOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import {
	hasImagePlaceholder,
	IMAGE_PLACEHOLDER,
	withImageInPlace,
} from '../../shared/imagePlaceholder';
import type { RequestFormat, RequestImage, VideoRequest } from '../../video';

const IMAGE_FIELD = 'input_reference';
/** OpenAI's `openapi.yaml`, `/videos/edits` and `/videos/extensions`. */
const CLIP_FIELD = 'video';

function imageFileUrl(image: RequestImage): string {
	if (image.kind === 'url') return image.url;
	const { buffer, byteOffset, byteLength } = image.bytes;
	const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
	return `data:${image.mimeType};base64,${base64}`;
}

function imagePart(name: string, image: RequestImage): MultipartPart {
	if (image.kind === 'url') return { name, value: image.url };
	const { bytes, fileName, mimeType } = image;
	return { name, bytes, fileName, mimeType };
}

/**
 * Multipart knows no types: strings as they are, anything else as JSON. `null` leaves a field out.
 * A field that is the image, or a list of nothing else, is a part with the file.
 */
function formParts(fields: JsonObject, image: RequestImage | undefined): MultipartPart[] {
	return Object.entries(fields).flatMap(([name, value]) => {
		if (value === null || value === undefined) return [];
		const entries: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
		if (image && entries.every((entry) => entry === IMAGE_PLACEHOLDER)) {
			return entries.map(() => imagePart(name, image));
		}
		const isNested = image !== undefined && hasImagePlaceholder(value);
		const written: unknown = isNested ? withImageInPlace(value, imageFileUrl(image)) : value;
		return [{ name, value: typeof written === 'string' ? written : JSON.stringify(written) }];
	});
}

/** JSON takes no file: the image goes as an address or as a data URI. */
function jsonFields(fields: JsonObject, image: RequestImage | undefined): JsonObject {
	if (image === undefined) return fields;
	return withImageInPlace(fields, imageFileUrl(image));
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
	const { model, prompt, image, additionalInputs } = request;
	const inputs = format === 'jsonWithNumbers' ? withNumbers(request) : request.inputs;
	const names = hasImagePlaceholder(additionalInputs);
	const usual = image && !names ? { [IMAGE_FIELD]: IMAGE_PLACEHOLDER } : {};
	const imageField = isObject(additionalInputs) && IMAGE_FIELD in additionalInputs ? {} : usual;
	const fields = {
		...{ model: model.id, prompt, ...inputs, ...clipField(request) },
		...{ ...additionalInputs, ...imageField },
	};
	if (format === 'multipart') {
		const parts = [...formParts(fields, image), ...clipParts(request)];
		return { kind: 'multipart', parts };
	}
	return { kind: 'json', value: jsonFields(fields, image) };
}
