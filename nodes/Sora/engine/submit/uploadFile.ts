/** One file on its way to a provider that wants it by address. */

import type { Provider, UploadFile } from '../../providers/provider';
import type { Failure } from '../../providers/video';
import { adviceAfterRefusedSubmit } from '../advice';
import { uploadLimits } from '../callLimits';
import { exchange } from '../exchange';
import { JobError } from '../outcome';
import type { Run } from '../run';
import { sendOnce, tried, type Failed } from './sendFile';
import { sendInParts } from './sendInParts';

export type Upload = NonNullable<Provider['upload']>;
type Uploaded = { url: string } | Failed;

/**
 * @returns the address. @throws JobError where it cannot be had. @throws AbortError
 * @param what it is called in a problem
 * @param endsAt Unix milliseconds after which nothing is waited for.
 */
export async function uploadFile(
	run: Run,
	what: 'image' | 'video',
	endsAt: number,
	once: () => Promise<Uploaded>,
): Promise<string> {
	const result = await tried(run, endsAt, once);
	if ('failure' in result) throw notUploaded(what, result.failure);
	return result.url;
}

/** An upload may take several calls, and each has what those before have left. */
export async function uploadOnce(
	run: Run,
	file: UploadFile,
	wire: Upload,
	endsAt: number,
): Promise<Uploaded> {
	const { http, clock } = run.ports;
	const call = { ...wire.call(file), ...uploadLimits(endsAt - clock.now()) };
	const ticket = await exchange(http, call, (response) => wire.parse(response, file));
	if (!ticket.ok) return { failure: ticket.failure };
	const { url, put } = ticket.value;
	if (put === null) return { url };
	const { parts } = wire;
	const { bytes } = file;
	const sent = parts?.take(bytes)
		? await sendInParts(run, bytes, parts, put, endsAt)
		: await sendOnce(run, put, endsAt);
	return 'failure' in sent ? sent : { url };
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
