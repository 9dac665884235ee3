/** Images that a provider wants by address are uploaded first, each once per run. */

import { mapImagesAsync } from '../../models/mediaInputs';
import type { Provider } from '../../providers/provider';
import { toFailure, type Failure } from '../../providers/video';
import { adviceAfterRefusedSubmit } from '../advice';
import { exchange } from '../exchange';
import type { ImageFile, JobImage, JobRequest } from '../job';
import { JobError } from '../outcome';
import { submitLimits } from '../callLimits';
import { filePauseMs, failureOfNetwork } from '../policy';
import type { Run } from '../run';
import { withBytes } from './imageBytes';

const UPLOAD_TRIES = 4;

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
	const known = run.uploads.get(digest);
	const uploading = known ?? upload(run, image, wire, endsAt);
	if (!known) run.uploads.set(digest, uploading);
	const { dataUriUpToBytes = 0 } = wire;
	const url = await uploading.catch((error: unknown) => {
		run.uploads.delete(digest);
		const isSmall = byteLength <= dataUriUpToBytes;
		return isSmall && mayBeElsewhere(error) ? null : Promise.reject(error);
	});
	return url === null ? image : { kind: 'url', url };
}

type Upload = NonNullable<Provider['upload']>;

/** Whether the image may yet get there with the submit: a key that is refused is refused there too. */
function mayBeElsewhere(error: unknown): boolean {
	if (!(error instanceof JobError)) return false;
	return !['auth', 'quota'].includes(error.failed.failure.category);
}

/** An upload costs nothing, so it is tried again whatever went wrong, but for a plain refusal. */
async function upload(run: Run, image: ImageFile, wire: Upload, endsAt: number): Promise<string> {
	const { clock } = run.ports;
	for (let attempt = 1; ; attempt++) {
		run.checkpoint();
		const result = await withBytes(
			run,
			image,
			async (file) => await uploadOnce(run, file, wire, submitLimits(endsAt - clock.now())),
		);
		if ('url' in result) return result.url;
		const pauseMs = filePauseMs(attempt, result.failure.retryAfterMs, clock.random());
		const isLast = attempt === UPLOAD_TRIES || clock.now() + pauseMs >= endsAt;
		if (isRefusal(result.failure) || isLast) throw notUploaded(result.failure);
		await run.pause(pauseMs);
	}
}

async function uploadOnce(
	run: Run,
	image: Parameters<Upload['call']>[0],
	wire: Upload,
	limits: ReturnType<typeof submitLimits>,
): Promise<{ url: string } | { failure: Failure }> {
	const { http } = run.ports;
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
