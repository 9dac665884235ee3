/** The videos and pictures on disk, and which video a task gets. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameOf } from './images';
import type { Content } from '../server/reply';

const VIDEOS = [
	{ ratio: 9 / 16, file: 'portrait.mp4' },
	{ ratio: 16 / 9, file: 'landscape.mp4' },
	{ ratio: 1, file: 'square.mp4' },
] as const;

const IMAGE_TYPES: Readonly<Record<string, string>> = {
	jpg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif',
	heic: 'image/heic',
};

export function mediaPath(fileName: string): string {
	return join(__dirname, '../media', fileName);
}

export function etagOf(bytes: Buffer): string {
	return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

export function contentOf(buffer: Buffer, mimeType: string): Content {
	return {
		length: buffer.length,
		mimeType,
		etag: etagOf(buffer),
		bytes: (from, to) => [buffer.subarray(from, to)],
	};
}

const cache = new Map<string, Content>();

function fromDisk(fileName: string, mimeType: string): Content {
	const known = cache.get(fileName);
	if (known) return known;
	const content = contentOf(readFileSync(mediaPath(fileName)), mimeType);
	cache.set(fileName, content);
	return content;
}

/** @param name a plain file name. @returns null where there is no such picture. */
export function image(name: string): Content | null {
	const mimeType = IMAGE_TYPES[name.split('.').pop() ?? ''];
	if (!mimeType || !/^[\w-]+\.\w+$/.test(name)) return null;
	try {
		return fromDisk(name, mimeType);
	} catch {
		return null;
	}
}

/** `9:16`, `720x1280` and `720*1280` as width by height; null for anything else. */
export function ratioIn(value: unknown): number | null {
	const parts = /^(\d+)\s*[:x*]\s*(\d+)$/.exec(typeof value === 'string' ? value : '');
	return parts ? Number(parts[1]) / Number(parts[2]) : null;
}

export function videoOfRatio(ratio: number): Content {
	const distance = (entry: (typeof VIDEOS)[number]) =>
		Math.abs(Math.log(entry.ratio) - Math.log(ratio));
	const nearest = VIDEOS.reduce((best, entry) => (distance(entry) < distance(best) ? entry : best));
	return fromDisk(nearest.file, 'video/mp4');
}

/**
 * The video for what was asked: by ratio, by size, by the shape of the first picture, else portrait.
 * @param pictureBytes the picture's bytes, where they are known.
 */
export function videoFor(input: Record<string, unknown>, imageBytes: Buffer | null): Content {
	const asked = [input.aspect_ratio, input.ratio, input.size].map(ratioIn);
	const frame = imageBytes && frameOf(imageBytes);
	const ofImage = frame ? frame.width / frame.height : null;
	return videoOfRatio(asked.find((ratio) => ratio !== null) ?? ofImage ?? 9 / 16);
}
