/** Finding the videos in what a task put out. */

import { arrayOf, httpUrlOf, isObject } from './json';

/** Where providers put an address when an output is an object. */
const URL_KEYS = ['url', 'video', 'video_url', 'videos', 'output', 'outputs'] as const;

const DEPTH_LIMIT = 4;

/** Endings of files that are surely no video; an address without an ending may be one. */
const NO_VIDEO =
	/\.(png|jpe?g|webp|avif|heic|heif|bmp|tiff?|svg|mp3|wav|ogg|flac|m4a|aac|opus|json|txt|srt|vtt|glb|gltf|obj|fbx|ply|zip)$/i;

function isOther(url: string): boolean {
	return NO_VIDEO.test(new URL(url).pathname);
}

function urlsIn(value: unknown, depth: number): string[] {
	if (depth > DEPTH_LIMIT) return [];
	if (Array.isArray(value)) return arrayOf(value).flatMap((entry) => urlsIn(entry, depth + 1));
	if (isObject(value)) return URL_KEYS.flatMap((key) => urlsIn(value[key], depth + 1));
	const url = httpUrlOf(value);
	return url === null ? [] : [url];
}

export interface Outputs {
	/** In order, each once. */
	videoUrls: string[];
	/** The addresses of pictures, sounds and texts: the task was of another kind. */
	otherUrls: string[];
}

/** Every address in a string, an object or an array of these. */
export function outputsIn(value: unknown): Outputs {
	const urls = [...new Set(urlsIn(value, 0))];
	return {
		videoUrls: urls.filter((url) => !isOther(url)),
		otherUrls: urls.filter(isOther),
	};
}
