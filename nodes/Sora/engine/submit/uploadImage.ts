/** Images that a provider wants by address are uploaded first, each once per run. */

import { mapImagesAsync } from '../../models/mediaInputs';
import type { ImageFile, JobImage, JobRequest } from '../job';
import { JobError } from '../outcome';
import type { Run } from '../run';
import { withBytes } from './imageBytes';
import { uploadFile, uploadOnce, type Upload } from './uploadFile';

/**
 * @throws JobError when an image could not be uploaded; nothing is submitted then. @throws AbortError
 * @param endsAt Unix milliseconds of the end of the item's wait.
 */
export async function withUploadedImages(
	run: Run,
	request: JobRequest,
	endsAt: number,
): Promise<JobRequest> {
	const { provider } = run;
	const { upload: wire } = provider;
	// Without an upload they are sent inside the request.
	if (provider.imageBy(request.model) === 'file' || !wire) return request;
	const images = await mapImagesAsync<JobImage, JobImage>(request, async (image) =>
		image.kind === 'file' ? await uploadedOr(run, image, wire, endsAt) : image,
	);
	return { ...request, ...images };
}

/** Where it has been uploaded; the file itself where it is small enough to go along with the submit. */
async function uploadedOr(
	run: Run,
	image: ImageFile,
	wire: Upload,
	endsAt: number,
): Promise<JobImage> {
	const { digest, byteLength } = image;
	const { dataUriUpToBytes = 0 } = wire;
	const isSmall = byteLength <= dataUriUpToBytes;
	const now = run.ports.clock.now();
	const known = run.uploads.get(digest);
	// If it goes along with the submit instead, there must be time for that.
	const uploading = known ?? upload(run, image, wire, isSmall ? now + (endsAt - now) / 2 : endsAt);
	if (!known) run.uploads.set(digest, uploading);
	const url = await uploading.catch((error: unknown) => {
		run.uploads.delete(digest);
		return isSmall && mayBeElsewhere(error) ? null : Promise.reject(error);
	});
	return url === null ? image : { kind: 'url', url };
}

/** Whether the image may yet get there with the submit: a key that is refused is refused there too. */
function mayBeElsewhere(error: unknown): boolean {
	if (!(error instanceof JobError)) return false;
	return !['auth', 'quota'].includes(error.failed.failure.category);
}

async function upload(run: Run, image: ImageFile, wire: Upload, endsAt: number): Promise<string> {
	return await uploadFile(
		run,
		'image',
		endsAt,
		async () =>
			await withBytes(run, image, async (file) => await uploadOnce(run, file, wire, endsAt)),
	);
}
