/** `checkFor`: whether the videos keep what the platforms take that they are for. */

import { fileWarnings, notDownloaded } from '../media/platform/fit';
import { PLATFORMS, PLATFORM_NAMES, type PlatformName } from '../media/platform/platforms';
import type { VideoFacts } from '../media/video/videoFacts';
import type { VideoTask } from '../providers/video';
import { choiceOf, listOf, orList, shown, type Reader } from '../shared/readValue';

const LABELS = Object.fromEntries(
	PLATFORM_NAMES.map((name) => [name, PLATFORMS[name].name]),
) as Record<PlatformName, string>;

const COMMAS_OR_LINES = /[,;\r\n]+/;

/** A list, also as text with commas; each by its value or by the name that the panel shows. */
export const readPlatforms: Reader<PlatformName[]> = (value) => {
	const list = listOf(COMMAS_OR_LINES)(value);
	if ('problem' in list) return list;
	if (list.value === undefined) return { value: undefined };
	const found: PlatformName[] = [];
	for (const word of list.value) {
		const read = choiceOf(LABELS)(word);
		if ('problem' in read || read.value === undefined) {
			return { problem: `must name ${orList(Object.values(LABELS))}, not ${shown(word)}` };
		}
		if (!found.includes(read.value)) found.push(read.value);
	}
	return { value: found };
};

/**
 * @param facts undefined: the video was not downloaded. null: its file cannot be read.
 * @returns nothing for a task without a video.
 */
export function platformWarnings(
	{ status }: VideoTask,
	facts: VideoFacts | null | undefined,
	platforms: readonly PlatformName[] = [],
): string[] {
	if (platforms.length === 0 || status !== 'completed') return [];
	return facts === undefined ? [notDownloaded(platforms)] : fileWarnings(platforms, facts);
}
