/** The bytes of an item's images, for as long as a call needs them. */

import { imagesOf, mapImagesAsync } from '../../models/mediaInputs';
import { toFailure, type RequestImage, type VideoRequest } from '../../providers/video';
import { adviceAfterRefusedSubmit } from '../advice';
import type { ImageFile, JobImage, JobRequest } from '../job';
import { JobError } from '../outcome';
import type { Run } from '../run';

type FileWithBytes = Extract<RequestImage, { kind: 'file' }>;

async function readFile(run: Run, image: ImageFile): Promise<FileWithBytes> {
	const read = await image.read();
	run.checkpoint();
	if ('problem' in read) throw unreadable(read.problem);
	const { mimeType, fileName } = image;
	return { kind: 'file', bytes: read.bytes, mimeType, fileName };
}

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
		return await work(await readFile(run, image));
	});
}

/**
 * A request with its images as the provider takes them: as files, or inside data URLs. Its files are let
 * in together: two requests that each hold one and wait for another would wait forever.
 */
export async function withImages<T>(
	run: Run,
	request: JobRequest,
	work: (request: VideoRequest) => Promise<T>,
): Promise<T> {
	const { image, lastImage, referenceImages, ...rest } = request;
	const images = { image, lastImage, referenceImages };
	const takesFile = run.provider.imageBy(request.model) === 'file';
	const read = async (one: JobImage): Promise<RequestImage> => {
		if (one.kind === 'url') return one;
		const file = await readFile(run, one);
		return takesFile ? file : { kind: 'url', url: dataUri(file) };
	};
	const readAndWork = async (): Promise<T> =>
		await work({ ...rest, ...(await mapImagesAsync(images, read)) });

	const files = imagesOf(images).filter((one) => one.kind === 'file');
	if (files.length === 0) return await readAndWork();
	const byteLength = files.reduce((sum, file) => sum + file.byteLength, 0);
	return await run.imageBytes.use(byteLength, async () => {
		run.checkpoint();
		return await readAndWork();
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
		origin: 'input',
	});
}
