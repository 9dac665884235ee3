/** One file on its way to a provider that wants it by address. */

import type { Provider, UploadFile } from '../../providers/provider';
import { toFailure, type Failure } from '../../providers/video';
import { adviceAfterRefusedSubmit } from '../advice';
import { uploadLimits, type CallLimits } from '../callLimits';
import { exchange } from '../exchange';
import { JobError } from '../outcome';
import { failureOfNetwork, filePauseMs } from '../policy';
import type { Run } from '../run';

export type Upload = NonNullable<Provider['upload']>;
/** An upload may take two calls, and the second has what the first has left. */
type LimitsNow = () => CallLimits;
type Uploaded = { url: string } | { failure: Failure };

const UPLOAD_TRIES = 4;

/**
 * An upload costs nothing, so it is tried again whatever went wrong, but for a plain refusal.
 * @returns the address. @throws JobError where it cannot be had. @throws AbortError
 * @param what it is called in a problem
 * @param endsAt Unix milliseconds after which nothing is waited for.
 */
export async function uploadFile(
	run: Run,
	what: 'image' | 'video',
	endsAt: number,
	once: (limits: LimitsNow) => Promise<Uploaded>,
): Promise<string> {
	const { clock } = run.ports;
	for (let attempt = 1; ; attempt++) {
		run.checkpoint();
		const result = await once(() => uploadLimits(endsAt - clock.now()));
		if ('url' in result) return result.url;
		const pauseMs = filePauseMs(attempt, result.failure.retryAfterMs, clock.random());
		const isLast = attempt === UPLOAD_TRIES || clock.now() + pauseMs >= endsAt;
		if (isRefusal(result.failure) || isLast) throw notUploaded(what, result.failure);
		await run.pause(pauseMs);
	}
}

export async function uploadOnce(
	run: Run,
	file: UploadFile,
	wire: Upload,
	limits: LimitsNow,
): Promise<Uploaded> {
	const { http } = run.ports;
	const call = { ...wire.call(file), ...limits() };
	const ticket = await exchange(http, call, (response) => wire.parse(response, file));
	if (!ticket.ok) return { failure: ticket.failure };
	const { url, put } = ticket.value;
	if (put === null) return { url };
	const sent = await http.send({ ...put, ...limits() });
	if (!('response' in sent)) return { failure: failureOfNetwork(sent.networkFailure) };
	const { status } = sent.response;
	if (status >= 200 && status < 300) return { url };
	const message = `The upload storage responded with HTTP ${status}`;
	return { failure: toFailure('provider', message, { httpStatus: status }) };
}

function isRefusal({ httpStatus }: Failure): boolean {
	return httpStatus !== null && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
}

function notUploaded(what: string, failure: Failure): JobError {
	return new JobError({
		failure: { ...failure, message: `The ${what} could not be uploaded: ${failure.message}` },
		taskId: null,
		status: null,
		submitted: false,
		advice: adviceAfterRefusedSubmit(failure.category),
	});
}
