/**
 * Where a video may be in a task of the OpenAI Videos API. OpenAI's own object has no address: its
 * bytes come from `/content` with the key. Hosts write an address, or the video itself, into it.
 */

import { arrayOf, httpUrlOf, isObject, objectOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import { isOther, outputsIn, videoPathsIn } from '../../shared/outputs';
import { taskIdsIn } from '../../shared/decode/taskIds';

/** Where hosts put what a task made, the likeliest first. */
function outputsOf(body: JsonObject): unknown[] {
	const metadata = objectOf(body.metadata);
	return [
		...[
			body.urls,
			body.url,
			body.video_url,
			body.video_urls,
			body.videoUrl,
			body.video,
			body.videos,
		],
		...[metadata.url, metadata.video_url, metadata.urls, metadata.video, body.unsigned_urls],
		...[body.output, body.outputs, body.output_url, body.download_url, body.result_url],
		...[body.result, body.results, body.data, body.content, body.creations, body.assets],
		...[body.file_url, body.generations, body.task_result, body.video_result, body.resultJson],
		...[body.public_url, body.download_link, body.works, body.links, body.response],
	];
}

/** `/content` again, or the task itself: nobody can fetch these without the key. */
function isApiAddress(url: string, ids: readonly string[]): boolean {
	const path = new URL(url).pathname.replace(/\/$/, '');
	if (/\/(videos?|generations|tasks|predictions)\/.*\/content$/.test(path)) return true;
	const last = path.slice(path.lastIndexOf('/') + 1);
	return ids.some((id) => last === id || last === encodeURIComponent(id)) && !/\.\w+$/.test(last);
}

function addressesIn(body: JsonObject): string[] {
	return outputsOf(body).flatMap((place) => outputsIn(place).videoUrls);
}

/**
 * The addresses that anybody can fetch. A host that puts one into the object means it: SGLang
 * Diffusion then answers `/content` with a 400, new-api fetches the same address itself under a
 * 60 s limit. So an address wins over `/content`.
 */
export function openUrlsIn(body: JsonObject): string[] {
	const ids = taskIdsIn(body);
	const found = outputsOf(body)
		.map((place) => outputsIn(place).videoUrls.filter((url) => !isApiAddress(url, ids)))
		.find((urls) => urls.length > 0);
	return found ?? [];
}

/** The host's own routes to the bytes: one may do what `/content` does not. */
export function keyedAddressesIn(body: JsonObject): string[] {
	const ids = taskIdsIn(body);
	const addresses = addressesIn(body).filter((url) => isApiAddress(url, ids));
	return [...new Set(addresses)].filter((url) => new URL(url).pathname.endsWith('/content'));
}

/** Files of the host itself, which it names by their paths. */
export function pathsIn(body: JsonObject): string[] {
	return outputsOf(body).flatMap(videoPathsIn);
}

const DEPTH_LIMIT = 6;

/** What was put in, and where the end is reported: an address there is none of a result. */
const NOT_MADE =
	/^(inputs?|request|params|parameters|payload|prompt|.*reference.*|source.*|image.*|.*callback.*|.*webhook.*|error|cover.*|thumbnail.*|input_.*)$/i;

interface Found {
	/** `metadata.url` */
	place: string;
	text: string;
}

/** Every text of the object with the keys that lead to it, but what was put in. */
function textsIn(value: unknown, place: string, depth = 0): Found[] {
	if (depth > DEPTH_LIMIT) return [];
	if (typeof value === 'string') return [{ place, text: value.trim() }];
	if (Array.isArray(value)) {
		return arrayOf(value).flatMap((entry) => textsIn(entry, place, depth + 1));
	}
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		NOT_MADE.test(key) ? [] : textsIn(entry, place === '' ? key : `${place}.${key}`, depth + 1),
	);
}

const IS_DATA =
	/^data:(video\/[\w.+-]+|application\/(octet-stream|mp4))?(;[\w-]+=[^;,]{1,60})*;base64,/i;
const BARE_BASE64 = /(^|\.)(b64_json|b64|base64|video_base64|b64_video|video_b64)$/i;
/** The box `ftyp` after four bytes, EBML's first bytes, or `RIFF`: MP4, WebM, AVI. */
const IS_VIDEO_BASE64 = /^([A-Za-z0-9+/]{5}[GWm2]Z0eX|GkXf|UklGR)/;
/** Shorter ones are no video. */
const BASE64_LENGTH_MIN = 24;

/** The videos that the object holds itself, as data URIs (RFC 2397). */
export function dataUrisIn(body: JsonObject): string[] {
	return textsIn(body, '').flatMap(({ place, text }) => {
		const start = text.slice(0, 200);
		if (IS_DATA.test(start)) return [text];
		const isLong = text.length >= BASE64_LENGTH_MIN && /^[\w+/=-]+$/.test(start);
		const isBare = isLong && (BARE_BASE64.test(place) || IS_VIDEO_BASE64.test(start));
		return isBare ? [`data:video/mp4;base64,${text}`] : [];
	});
}

const VIDEO_ENDING = /\.(mp4|m4v|mov|webm|mkv|avi|mpe?g|ogv|3gp|ts)$/i;

export interface VideoElsewhere {
	url: string;
	/** The keys that lead to it. */
	place: string;
}

/** Addresses of videos anywhere else in the object: relays misuse fields (`remixed_from_video_id`). */
export function videosElsewhereIn(body: JsonObject): VideoElsewhere[] {
	const known = new Set(addressesIn(body));
	return textsIn(body, '').flatMap(({ place, text }) => {
		const url = text.length < 4000 ? httpUrlOf(text) : null;
		if (url === null || known.has(url) || isOther(url)) return [];
		const isVideo = VIDEO_ENDING.test(new URL(url).pathname) || /(video|clip|movie)/i.test(place);
		return isVideo && !isApiAddress(url, taskIdsIn(body)) ? [{ url, place }] : [];
	});
}

/** Whether the object itself says where its video is. */
export function hasVideo(body: JsonObject): boolean {
	return [openUrlsIn, dataUrisIn, pathsIn].some((read) => read(body).length > 0);
}

/** Files that are written into an object: a data URI, or base64 alone. */
const IS_FILE = /^(data:[^,]{0,100},|[\w+/-]{200}$)/;
const FILE_LENGTH_MIN = 1000;

/** Characters of text besides files: what a response is without the videos and images that may be in it. */
export function textLengthIn(value: unknown, depth = 0): number {
	if (typeof value === 'string') {
		return value.length > FILE_LENGTH_MIN && IS_FILE.test(value.slice(0, 200)) ? 0 : value.length;
	}
	if (depth > 2 * DEPTH_LIMIT || typeof value !== 'object' || value === null) return 0;
	return Object.entries(value).reduce(
		(sum, [key, entry]) => sum + key.length + textLengthIn(entry, depth + 1),
		0,
	);
}
