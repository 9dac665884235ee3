/** Where an item's image is, as the user says it. */

import { DEFAULT_BINARY_FIELD } from '../../shared/parameterDefaults';
import { isObject, type JsonObject } from '../../shared/json';
import { choiceOf, readText, type Reader } from '../../shared/readValue';
import type { ItemParameters } from './itemParameters';

export type ImageLocation =
	/** The name of a binary field, or the file itself as an expression gives it. */
	{ kind: 'binary'; field: string | JsonObject } | { kind: 'url'; url: string };

export type ImageFit = 'crop' | 'pad' | 'error';

export interface ImageParameters {
	location: ImageLocation;
	/** undefined: not set, which counts as `crop`. */
	fit: ImageFit | undefined;
}

const SOURCES = { binary: 'Binary Field', url: 'URL' };
const FITS = { crop: 'Crop', pad: 'Pad', error: 'Error' };

/** `{{ $binary.data }}` is an object. */
export const readField: Reader<string | JsonObject> = (value) =>
	isObject(value) ? { value } : readText(value);

export function readImageParameters({ read, option }: ItemParameters): ImageParameters {
	const source = read('imageSource', 'Image Source', choiceOf(SOURCES)) ?? 'binary';
	const location: ImageLocation =
		source === 'url'
			? { kind: 'url', url: read('imageUrl', 'Image URL', readText) ?? '' }
			: {
					kind: 'binary',
					field:
						read('binaryPropertyName', 'Input Binary Field', readField) ?? DEFAULT_BINARY_FIELD,
				};
	return { location, fit: option('imageFit', 'Image Fit', choiceOf(FITS)) };
}
