/**
 * `"@image"` among the additional inputs stands for the image, and so names the field that it goes
 * into where a host reads another one than the usual: `{"images": ["@image"]}`.
 */

import { isObject } from '../../shared/json';
import type { JsonObject } from '../../shared/json';

export const IMAGE_PLACEHOLDER = '@image';

const DEPTH_LIMIT = 8;

/** Whether the image has a place of the user's choice. */
export function hasImagePlaceholder(value: unknown, depth = 0): boolean {
	if (depth > DEPTH_LIMIT) return false;
	if (Array.isArray(value)) return value.some((entry) => hasImagePlaceholder(entry, depth + 1));
	if (isObject(value)) {
		return Object.values(value).some((entry) => hasImagePlaceholder(entry, depth + 1));
	}
	return value === IMAGE_PLACEHOLDER;
}

/** The value with the image in its places. @param image an address or a data URI */
export function withImageInPlace<T>(value: T, image: string, depth?: number): T;
export function withImageInPlace(value: unknown, image: string, depth = 0): unknown {
	if (value === IMAGE_PLACEHOLDER) return image;
	if (depth > DEPTH_LIMIT) return value;
	if (Array.isArray(value))
		return value.map((entry) => withImageInPlace<unknown>(entry, image, depth + 1));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [
			key,
			withImageInPlace<unknown>(entry, image, depth + 1),
		]),
	);
}

/**
 * The additional inputs, and the image where it belongs: in the places of the user's choice, else
 * under its usual name.
 * @param url the image's address or data URI; null where there is no image
 */
export function withImage(
	usualName: string,
	url: string | null,
	additionalInputs: JsonObject,
): JsonObject {
	if (url === null) return additionalInputs;
	if (!hasImagePlaceholder(additionalInputs)) return { [usualName]: url, ...additionalInputs };
	return withImageInPlace(additionalInputs, url);
}
