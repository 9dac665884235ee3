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

/**
 * One entry for each pass of a loop (`runIndex`), item and request: a retry finds it again, a second
 * pass or a changed prompt does not.
 * @param fingerprint of what was asked for: what is sent may differ in a retry, since shapes and frames
 * follow from what is known of the model, and the provider may not tell it again.
 */
export function ledgerKey(runIndex: number, itemIndex: number, fingerprint: string): string {
	return `${runIndex}:${itemIndex}:${fingerprint}`;
}
