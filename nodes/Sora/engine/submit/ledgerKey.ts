import { createHash } from 'crypto';
import { mapImages, type MediaInputs } from '../../models/mediaInputs';
import type { ClipFile, ImageFile, JobClip, JobImage, JobRequest } from '../job';

/** What was asked for; what is written from it may be there and does not count. */
export interface AskedFor
	extends
		Omit<JobRequest, 'inputs' | 'clips' | keyof MediaInputs<unknown>>,
		MediaInputs<AskedImage> {
	inputs?: JobRequest['inputs'];
	clips?: readonly AskedClip[];
}

type AskedClip = Exclude<JobClip, ClipFile> | Pick<ClipFile, 'kind' | 'digest'>;

type AskedImage = Exclude<JobImage, ImageFile> | Pick<ImageFile, 'kind' | 'digest'>;

/**
 * The same for two requests exactly if the same task is asked for: SHA-256 over all of it, images by
 * their bytes. Callbacks do not count.
 */
export function fingerprintOf(asked: AskedFor): string {
	const {
		model,
		image,
		lastImage,
		referenceImages,
		clips,
		inputs: _inputs,
		callbackUrl: _url,
		callbackSecret: _secret,
		...options
	} = asked;
	const content = canonical({
		provider: model.provider,
		model: model.id,
		...options,
		// A name that is stored with executions: another one would hide their tasks from a retry.
		picture: image === undefined ? null : contentOf(image),
		// Left out where there are none, so that other requests stay the same.
		...mapImages({ lastImage, referenceImages }, contentOf),
		...(clips === undefined ? {} : { clips: clips.map(contentOf) }),
	});
	return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** The address, the ID of a task, or the digest of the bytes. */
function contentOf(input: AskedImage | AskedClip): string {
	if (input.kind === 'url') return input.url;
	return input.kind === 'task' ? `task ${input.id}` : input.digest;
}

/** JSON with sorted keys, so that the order of parameters does not matter. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const entries = Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`);
	return `{${entries.join(',')}}`;
}

/** An item that may be submitted. */
export interface KeyedItem {
	itemIndex: number;
	/**
	 * Of what was asked for: what is sent may differ in a retry, since shapes and frames follow from what
	 * is known of the model, and the provider may not tell it again.
	 */
	fingerprint: string;
}

/**
 * One entry for each pass of a loop (`runIndex`), item and request: a retry finds it again, a second
 * pass or a changed prompt does not. Items that ask for the same are counted.
 * @returns one key for each of the items of a run, in their order.
 */
export function ledgerKeys(runIndex: number, items: readonly KeyedItem[]): string[] {
	const counts = new Map<string, number>();
	return items.map(({ itemIndex, fingerprint }) => {
		const before = counts.get(fingerprint) ?? 0;
		counts.set(fingerprint, before + 1);
		const count = before === 0 ? '' : `.${before}`;
		return `${runIndex}:${itemIndex}:${fingerprint}${count}`;
	});
}

const KEY = /^(\d+):(\d+):([^.]*)/;

/** @returns null for what is no item's key. */
export function positionIn(key: string): { runIndex: number; itemIndex: number } | null {
	const [, runIndex, itemIndex] = KEY.exec(key) ?? [];
	if (itemIndex === undefined) return null;
	return { runIndex: Number(runIndex), itemIndex: Number(itemIndex) };
}

/** What stays the same when the item comes back at another place. */
export function withoutPosition(key: string): string {
	return key.replace(/^(\d+):\d+:/, '$1:');
}

/** What is asked for, in which pass. */
function requestIn(key: string): string {
	const [, runIndex, , fingerprint] = KEY.exec(key) ?? [];
	return `${runIndex}:${fingerprint}`;
}

/** What is asked for, in whichever pass. */
export function fingerprintIn(key: string): string {
	return KEY.exec(key)?.[3] ?? '';
}

/**
 * Entries that were written for the same requests, when their items had other places, or were told
 * apart by these alone.
 * @param entries what has a task that is of use, or may have one; each of them belongs to one item.
 * @param sameIn what an item and its entry have in common.
 * @returns the entry's key for each item's key that has no entry of its own.
 */
export function movedKeys(
	keys: readonly string[],
	entries: readonly string[],
	sameIn = requestIn,
): ReadonlyMap<string, string> {
	const there = new Set(entries);
	const wanted = new Set(keys);
	const left = new Map<string, string[]>();
	for (const entry of [...entries].sort(byPosition)) {
		if (wanted.has(entry)) continue;
		const request = sameIn(entry);
		left.set(request, [...(left.get(request) ?? []), entry]);
	}
	const moved = new Map<string, string>();
	for (const key of keys) {
		const entry = there.has(key) ? undefined : left.get(sameIn(key))?.shift();
		if (entry !== undefined) moved.set(key, entry);
	}
	return moved;
}

function byPosition(one: string, other: string): number {
	return (positionIn(one)?.itemIndex ?? 0) - (positionIn(other)?.itemIndex ?? 0);
}

/**
 * The entry of the task that takes the last frame out of an item's video: another request at the same
 * place, so that it moves with its item, and is never taken for the item's own.
 */
export function lastFrameKey(key: string): string {
	return key.replace(/^(\d+:\d+:)/, '$1lastFrame-');
}
