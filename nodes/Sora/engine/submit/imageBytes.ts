/** The bytes of an item's image, for as long as a call needs them. */

import { toFailure, type RequestImage, type VideoRequest } from '../../providers/video';
import { adviceAfterRefusedSubmit } from '../advice';
import type { ImageFile, JobRequest } from '../job';
import { JobError } from '../outcome';
import type { Run } from '../run';

type FileWithBytes = Extract<RequestImage, { kind: 'file' }>;

/**
 * Reads an image file, and lets go of it when its work is done. It may wait for others to be done.
 * @throws JobError where the file cannot be read: nothing is submitted then. @throws AbortError
 */
export async function withBytes<T>(
	run: Run,
	image: ImageFile,
	work: (image: FileWithBytes) => Promise<T>,
): Promise<T> {
	return await run.imageBytes.use(image.byteLength, async () => {
		run.checkpoint();
		const read = await image.read();
		run.checkpoint();
		if ('problem' in read) throw unreadable(read.problem);
		const { mimeType, fileName } = image;
		return await work({ kind: 'file', bytes: read.bytes, mimeType, fileName });
	});
}

/** A request with its image as the provider takes it: as a file, or inside a data URL. */
export async function withImage<T>(
	run: Run,
	request: JobRequest,
	work: (request: VideoRequest) => Promise<T>,
): Promise<T> {
	const { image, ...rest } = request;
	if (image?.kind !== 'file') return await work({ ...rest, image });
	const takesFile = run.provider.imageBy(request.model) === 'file';
	return await withBytes(run, image, async (file) => {
		return await work({ ...rest, image: takesFile ? file : { kind: 'url', url: dataUri(file) } });
	});
}

function dataUri({ bytes, mimeType }: FileWithBytes): string {
	const { buffer, byteOffset, byteLength } = bytes;
	return `data:${mimeType};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`;
}

function unreadable(problem: string): JobError {
	return new JobError({
		failure: toFailure('invalid_input', problem),
		taskId: null,
		status: null,
		submitted: false,
		advice: adviceAfterRefusedSubmit('invalid_input'),
	});
}
