/** Clips that a provider wants by address are uploaded first, each once per run. */

import type { ClipFile, JobClip, JobRequest } from '../job';
import type { Run } from '../run';
import { uploadFile, uploadOnce, type Upload } from './uploadFile';

/** A stream holds no more than this of its file; so many count among the bytes of the run. */
const BYTES_ON_THE_WAY = 4_000_000;

/**
 * @throws JobError when a clip could not be uploaded; nothing is submitted then. @throws AbortError
 * @param endsAt Unix milliseconds of the end of the item's wait.
 */
export async function withUploadedClips(
	run: Run,
	request: JobRequest,
	endsAt: number,
): Promise<JobRequest> {
	const { upload: wire } = run.provider;
	// Without an upload they are sent inside the request.
	if (request.clips === undefined || !wire) return request;
	const uploading = request.clips.map(async (clip): Promise<JobClip> => {
		if (clip.kind !== 'file') return clip;
		return { kind: 'url', url: await urlOf(run, clip, wire, endsAt) };
	});
	const settled = await Promise.allSettled(uploading);
	const clips = settled.map((result) => {
		if (result.status === 'rejected') throw result.reason;
		return result.value;
	});
	return { ...request, clips };
}

async function urlOf(run: Run, clip: ClipFile, wire: Upload, endsAt: number): Promise<string> {
	const known = run.uploads.get(clip.digest);
	if (known) return await known;
	const { parts } = wire;
	const held = parts?.take(clip.bytes) ? parts.partBytes : BYTES_ON_THE_WAY;
	const uploading = uploadFile(
		run,
		'video',
		endsAt,
		async () =>
			await run.imageBytes.use(held, async () => {
				run.checkpoint();
				return await uploadOnce(run, clip, wire, endsAt);
			}),
	);
	run.uploads.set(clip.digest, uploading);
	return await uploading.catch((error: unknown) => {
		run.uploads.delete(clip.digest);
		throw error;
	});
}
