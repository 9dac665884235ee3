/** Images that a provider wants by address are uploaded first, each once per run. */

import { exchange } from '../exchange';
import { createHash } from 'crypto';
import {
	toFailure,
	type Failure,
	type RequestImage,
	type VideoRequest,
} from '../../providers/video';
import { adviceAfterRefusedSubmit } from '../advice';
import { JobError } from '../outcome';
import { submitLimits } from '../callLimits';
import { filePauseMs, failureOfNetwork } from '../policy';
import type { Run } from '../run';

const UPLOAD_TRIES = 4;

type ImageFile = Extract<RequestImage, { kind: 'file' }>;

/**
 * @throws JobError when the image could not be uploaded; nothing is submitted then. @throws AbortError
 * @param endsAt Unix milliseconds of the end of the item's wait.
 */
export async function withUploadedImage(
	run: Run,
	request: VideoRequest,
	endsAt: number,
): Promise<{ request: VideoRequest; warnings: string[] }> {
	const { image, model } = request;
	const { provider } = run;
	if (image?.kind !== 'file' || provider.imageBy(model) === 'file')
		return { request, warnings: [] };
	if (!provider.upload) {
		return { request: { ...request, image: { kind: 'url', url: dataUri(image) } }, warnings: [] };
	}
	const digest = createHash('sha256').update(image.bytes).digest('hex');
	const known = run.uploads.get(digest);
	const uploading = known ?? upload(run, image, endsAt);
	if (!known) run.uploads.set(digest, uploading);
	const { dataUriUpToBytes = 0 } = provider.upload;
	const url = await uploading.catch((error: unknown) => {
		run.uploads.delete(digest);
		const isSmall = image.bytes.length <= dataUriUpToBytes;
		return error instanceof JobError && isSmall ? dataUri(image) : Promise.reject(error);
	});
	return { request: { ...request, image: { kind: 'url', url } }, warnings: [] };
}

function dataUri(image: ImageFile): string {
	return `data:${image.mimeType};base64,${Buffer.from(image.bytes).toString('base64')}`;
}

/** An upload costs nothing, so it is tried again whatever went wrong, but for a plain refusal. */
async function upload(run: Run, image: ImageFile, endsAt: number): Promise<string> {
	const { clock } = run.ports;
	for (let attempt = 1; ; attempt++) {
		run.checkpoint();
		const result = await uploadOnce(run, image, submitLimits(endsAt - clock.now()));
		if ('url' in result) return result.url;
		const pauseMs = filePauseMs(attempt, result.failure.retryAfterMs, clock.random());
		const isLast = attempt === UPLOAD_TRIES || clock.now() + pauseMs >= endsAt;
		if (isRefusal(result.failure) || isLast) throw notUploaded(result.failure);
		await run.pause(pauseMs);
	}
}

async function uploadOnce(
	run: Run,
	image: ImageFile,
	limits: ReturnType<typeof submitLimits>,
): Promise<{ url: string } | { failure: Failure }> {
	const { http } = run.ports;
	const { upload: wire } = run.provider;
	if (!wire) return { url: dataUri(image) };
	const call = { ...wire.call(image), ...limits };
	const ticket = await exchange(http, call, (response) => wire.parse(response, image));
	if (!ticket.ok) return { failure: ticket.failure };
	const { url, put } = ticket.value;
	if (put === null) return { url };
	const sent = await http.send({ ...put, ...limits });
	if (!('response' in sent)) return { failure: failureOfNetwork(sent.networkFailure) };
	const { status } = sent.response;
	if (status >= 200 && status < 300) return { url };
	const message = `The upload storage responded with HTTP ${status}`;
	return { failure: toFailure('provider', message, { httpStatus: status }) };
}

function isRefusal({ httpStatus }: Failure): boolean {
	return httpStatus !== null && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
}

function notUploaded(failure: Failure): JobError {
	return new JobError({
		failure: { ...failure, message: `The image could not be uploaded: ${failure.message}` },
		taskId: null,
		status: null,
		submitted: false,
		advice: adviceAfterRefusedSubmit(failure.category),
	});
}
