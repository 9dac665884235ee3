/** Finding the videos in what a task put out, and their size in what was put in. */

import type { JsonObject } from '../../shared/json';
import { arrayOf, httpUrlOf, isObject, textOf } from '../../shared/json';
import { toFailure, type Failure, type VideoTask } from '../video';

/** Where providers put an address when an output is an object. */
const URL_KEYS = [
	...['url', 'video', 'video_url', 'videos', 'output', 'outputs', 'urls', 'video_urls', 'videoUrl'],
	...[
		'videoUrls',
		'output_url',
		'download_url',
		'result_url',
		'unsigned_urls',
		'result',
		'results',
	],
	...['file_url', 'uri', 'resultUrls', 'result_urls', 'generatedVideos', 'generated_videos'],
	...['generateVideoResponse', 'generatedSamples', 'resource', 'works', 'download', 'sample'],
] as const;

const DEPTH_LIMIT = 4;

/** Endings of files that are surely no video; an address without an ending may be one. */
const NO_VIDEO =
	/\.(png|jpe?g|webp|avif|heic|heif|bmp|tiff?|svg|mp3|wav|ogg|flac|m4a|aac|opus|json|txt|srt|vtt|glb|gltf|obj|fbx|ply|zip)$/i;

/** Whether an address is surely that of something else than a video. */
export function isOther(url: string): boolean {
	return NO_VIDEO.test(new URL(url).pathname);
}

type ReadAddress = (value: unknown) => string | null;

function urlsIn(value: unknown, read: ReadAddress, depth = 0): string[] {
	if (depth > DEPTH_LIMIT) return [];
	if (Array.isArray(value))
		return arrayOf(value).flatMap((entry) => urlsIn(entry, read, depth + 1));
	if (isObject(value)) return URL_KEYS.flatMap((key) => urlsIn(value[key], read, depth + 1));
	const url = read(value);
	return url === null ? [] : [url];
}

/** `/files/a.mp4`; never `//host/a.mp4`, nor what browsers take for it. */
const VIDEO_PATH = /^\/(?!\/)[^\s\\?#]+\.(mp4|m4v|mov|webm|mkv|avi)(\?[^\s\\#]*)?$/i;

const videoPathOf: ReadAddress = (value) => {
	const text = textOf(value);
	return text !== null && VIDEO_PATH.test(text) ? text : null;
};

/** Paths of videos where addresses are expected: they are on the host that has answered. */
export function videoPathsIn(value: unknown): string[] {
	return [...new Set(urlsIn(value, videoPathOf))];
}

export interface Outputs {
	/** In order, each once. */
	videoUrls: string[];
	/** The addresses of images, sounds and texts: the task was of another kind. */
	otherUrls: string[];
}

/** Every address in a string, an object or an array of these. */
export function outputsIn(value: unknown): Outputs {
	const urls = [...new Set(urlsIn(value, httpUrlOf))];
	return {
		videoUrls: urls.filter((url) => !isOther(url)),
		otherUrls: urls.filter(isOther),
	};
}

/** The code of a task that put out images, sounds or texts. */
const OTHER_OUTPUTS = 'other_outputs';

/** A task that ended well without a video is a failure. */
export function noVideo(outputs: Outputs): Failure {
	const hasOthers = outputs.otherUrls.length > 0;
	const what = hasOthers ? 'its outputs are not videos' : 'without a video';
	const code = hasOthers ? OTHER_OUTPUTS : 'no_video';
	return toFailure('provider', `The task ended, but ${what}`, { code });
}

/** Lists of an account's tasks also hold images and sounds, which are none of our business. */
export function madeSomethingElse(task: VideoTask): boolean {
	return task.failure?.code === OTHER_OUTPUTS;
}

/** The `size` among the inputs of a task, which is written `720*1280` or `720x1280`; as `720x1280`. */
export function sizeIn(input: JsonObject): string | null {
	const match = /^(\d{2,5})[*x](\d{2,5})$/.exec(textOf(input.size) ?? '');
	return match && `${match[1]}x${match[2]}`;
}
