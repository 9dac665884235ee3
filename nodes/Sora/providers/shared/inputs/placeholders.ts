/**
 * `"@image"` among the additional inputs stands for the first frame, and so names the field that it goes
 * into where a host reads another one than the usual: `{"images": ["@image"]}`. The other roles have one each.
 */

import { IMAGE_ROLES, type ImageRole, type MediaInputs } from '../../../models/mediaInputs';
import { isObject } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';

export const PLACEHOLDERS: Readonly<Record<ImageRole, string>> = {
	image: '@image',
	lastImage: '@lastImage',
	referenceImages: '@referenceImages',
};

const DEPTH_LIMIT = 8;

/** Whether the images of a role have a place of the user's choice. */
export function hasPlaceholder(value: unknown, role: ImageRole, depth = 0): boolean {
	if (depth > DEPTH_LIMIT) return false;
	if (Array.isArray(value)) return value.some((entry) => hasPlaceholder(entry, role, depth + 1));
	if (isObject(value)) {
		return Object.values(value).some((entry) => hasPlaceholder(entry, role, depth + 1));
	}
	return value === PLACEHOLDERS[role];
}

/** The images that have no place of the user's choice. */
export function unplaced<Image>(
	{ image, lastImage, referenceImages }: MediaInputs<Image>,
	additionalInputs: JsonObject,
): MediaInputs<Image> {
	const has = (role: ImageRole) => hasPlaceholder(additionalInputs, role);
	return {
		...(image === undefined || has('image') ? {} : { image }),
		...(lastImage === undefined || has('lastImage') ? {} : { lastImage }),
		...(referenceImages === undefined || has('referenceImages') ? {} : { referenceImages }),
	};
}

/** What a value stands for: one image or several; null where it is no placeholder, or has no image. */
export function standsFor<Image>(
	value: unknown,
	images: MediaInputs<Image>,
): Image | readonly Image[] | null {
	const role = IMAGE_ROLES.find((one) => value === PLACEHOLDERS[one]);
	return (role && images[role]) ?? null;
}

/** The value with the images in their places. @param images addresses or data URIs */
export function withImagesInPlace(value: JsonObject, images: MediaInputs<string>): JsonObject;
export function withImagesInPlace(
	value: unknown,
	images: MediaInputs<string>,
	depth?: number,
): unknown;
export function withImagesInPlace(value: unknown, images: MediaInputs<string>, depth = 0): unknown {
	const found = standsFor(value, images);
	if (found !== null) return found;
	if (depth > DEPTH_LIMIT) return value;
	if (Array.isArray(value)) {
		// A list of references goes into another list one by one.
		return value.flatMap(
			(entry) =>
				standsFor(entry, images) ?? [withImagesInPlace(entry as unknown, images, depth + 1)],
		);
	}
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, withImagesInPlace(entry, images, depth + 1)]),
	);
}
