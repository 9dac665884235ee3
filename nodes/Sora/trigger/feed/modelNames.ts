/** What a list said of a task's models, for the end of the task, whose own answer may not say it. */

import type { VideoTask } from '../../providers/video';

export type ModelNames = Pick<VideoTask, 'requestedModel' | 'deliveredModel'>;

export function modelNamesOf({ requestedModel, deliveredModel }: VideoTask): ModelNames | null {
	if (requestedModel === null && deliveredModel === null) return null;
	return { requestedModel, deliveredModel };
}

/** What the task says of itself comes first. */
export function withModelNames(task: VideoTask, known: ModelNames | undefined): VideoTask {
	return {
		...task,
		requestedModel: task.requestedModel ?? known?.requestedModel ?? null,
		deliveredModel: task.deliveredModel ?? known?.deliveredModel ?? null,
	};
}

const INDEX_LENGTH = 2;
/** Base 36. */
const NAMES_LIMIT = 36 ** INDEX_LENGTH;
const NO_NAME = '--';
/** Characters that a task's pair of names takes. */
export const NAMES_LENGTH = 2 * INDEX_LENGTH;

/** The models of several tasks: each name once, and for each task two places in the table. */
export interface StoredModels {
	names: string[];
	tasks: string;
}

/** @param charactersLimit of the names as JSON; names beyond are left out. */
export function serialiseModels(
	tasks: ReadonlyArray<ModelNames | undefined>,
	charactersLimit: number,
): StoredModels {
	const indexes = new Map<string, string>();
	let left = charactersLimit;
	const indexOf = (name: string | null | undefined): string => {
		if (name === null || name === undefined) return NO_NAME;
		const known = indexes.get(name);
		if (known !== undefined) return known;
		left -= JSON.stringify(name).length + 1;
		if (left < 0 || indexes.size >= NAMES_LIMIT) return NO_NAME;
		const index = indexes.size.toString(36).padStart(INDEX_LENGTH, '0');
		indexes.set(name, index);
		return index;
	};
	const entries = tasks.map(
		(task) => indexOf(task?.requestedModel) + indexOf(task?.deliveredModel),
	);
	return { names: [...indexes.keys()], tasks: entries.join('') };
}

/** @returns null if nothing is known of the task at this position. */
export function deserialiseModels(stored: StoredModels, position: number): ModelNames | null {
	const at = position * NAMES_LENGTH;
	const nameAt = (start: number): string | null => {
		const index = parseInt(stored.tasks.slice(start, start + INDEX_LENGTH), 36);
		return stored.names[index] ?? null;
	};
	const requestedModel = nameAt(at);
	const deliveredModel = nameAt(at + INDEX_LENGTH);
	if (requestedModel === null && deliveredModel === null) return null;
	return { requestedModel, deliveredModel };
}
