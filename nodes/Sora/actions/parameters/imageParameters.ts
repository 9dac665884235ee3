/** Where an item's frames are, as the user says it. */

import { DEFAULT_BINARY_FIELD, DEFAULT_LAST_FRAME_FIELD } from '../../shared/parameterDefaults';
import { isObject, type JsonObject } from '../../shared/json';
import { choiceOf, readText, type Reader } from '../../shared/readValue';
import type { ImageLocation } from './imageLocation';
import type { ItemParameters } from './itemParameters';

export type ImageFit = 'crop' | 'pad' | 'error';

export interface ImageParameters {
	location: ImageLocation;
	/** The frame that the video ends on; null where none is asked for. */
	last: ImageLocation | null;
	/** undefined: not set, which counts as `crop`. */
	fit: ImageFit | undefined;
}

const SOURCES = { binary: 'Binary Field', url: 'URL' };
const LAST_SOURCES = { none: 'None', ...SOURCES };
const FITS = { crop: 'Crop', pad: 'Pad', error: 'Error' };

/** `{{ $binary.data }}` is an object. */
export const readField: Reader<string | JsonObject> = (value) =>
	isObject(value) ? { value } : readText(value);

export function readImageParameters(item: ItemParameters): ImageParameters {
	const { read, option } = item;
	const source = read('imageSource', 'Image Source', choiceOf(SOURCES)) ?? 'binary';
	const location: ImageLocation =
		source === 'url'
			? { kind: 'url', url: read('imageUrl', 'Image URL', readText) ?? '' }
			: {
					kind: 'binary',
					field:
						read('binaryPropertyName', 'Input Binary Field', readField) ?? DEFAULT_BINARY_FIELD,
				};
	const last = readLastFrame(item);
	return { location, last, fit: option('imageFit', 'Image Fit', choiceOf(FITS)) };
}

function readLastFrame({ read }: ItemParameters): ImageLocation | null {
	const source = read('lastImageSource', 'Last Frame Source', choiceOf(LAST_SOURCES)) ?? 'none';
	if (source === 'none') return null;
	if (source === 'url') {
		return { kind: 'url', url: read('lastImageUrl', 'Last Frame URL', readText) ?? '' };
	}
	const field = read('lastBinaryPropertyName', 'Last Frame Binary Field', readField);
	return { kind: 'binary', field: field ?? DEFAULT_LAST_FRAME_FIELD };
}
