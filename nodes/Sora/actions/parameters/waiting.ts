/** How long to wait for an item's video, and what to do with it then. */

import type { JobTerms } from '../../engine/job';
import { DEFAULT_WAIT_TIMEOUT_SECONDS } from '../../shared/parameterDefaults';
import { choiceOf, positive, readBoolean, readNumber, readSeconds } from '../../shared/readValue';
import type { ItemParameters } from './itemParameters';

export type WaitMode = 'wait' | 'submit' | 'suspend';

const WAIT_MODES = { wait: 'Wait for the Video', submit: 'Submit Only', suspend: 'Suspend' };
const ON_TIMEOUT = { error: 'Fail', return: 'Pass On' };
const WHEN_UNFINISHED = { wait: 'Wait', return: 'Return' };

/** No video takes so long, and no clock counts further. */
const LONGEST_WAIT_SECONDS = 365 * 24 * 3600;
/** A single poll is given up after this time, however long the node might wait for a video. */
const SINGLE_POLL_TIMEOUT_MS = 60_000;

export function readWaitMode({ read }: ItemParameters): WaitMode {
	return read('waitMode', 'Wait Mode', choiceOf(WAIT_MODES)) ?? 'wait';
}

/** @returns a whole number from 1; undefined where nothing is set, or what is set is refused. */
export function readMaxConcurrent({ option }: ItemParameters): number | undefined {
	const asked = option('maxConcurrent', 'Max Concurrent', positive(readNumber));
	return asked === undefined ? undefined : Math.max(1, Math.floor(asked));
}

export function readCancelOnStop({ option }: ItemParameters): boolean {
	return option('cancelOnStop', 'Cancel on Stop', readBoolean) ?? false;
}

/** Submit Only returns at once; Suspend waits without us, and as long. */
export function readGenerateTerms(parameters: ItemParameters): JobTerms {
	const until = readWaitMode(parameters) === 'submit' ? 'submitted' : 'ended';
	const { option } = parameters;
	return {
		until,
		...readTimeout(parameters),
		cancelOnTimeout: option('cancelOnTimeout', 'Cancel on Timeout', readBoolean) ?? false,
		fetchVideo: until === 'ended' && readFetchVideo(parameters),
	};
}

export function readResultTerms(parameters: ItemParameters): JobTerms {
	const { read } = parameters;
	const pollsOnce =
		read('whenUnfinished', 'When Unfinished', choiceOf(WHEN_UNFINISHED)) === 'return';
	const timeout = readTimeout(parameters);
	return {
		...timeout,
		until: pollsOnce ? 'polled' : 'ended',
		waitTimeoutMs: pollsOnce ? SINGLE_POLL_TIMEOUT_MS : timeout.waitTimeoutMs,
		cancelOnTimeout: false,
		fetchVideo: readFetchVideo(parameters),
	};
}

function readTimeout({ option }: ItemParameters): Pick<JobTerms, 'waitTimeoutMs' | 'onTimeout'> {
	const seconds = option('waitTimeout', 'Wait Timeout', positive(readSeconds));
	return {
		waitTimeoutMs: Math.min(seconds ?? DEFAULT_WAIT_TIMEOUT_SECONDS, LONGEST_WAIT_SECONDS) * 1000,
		onTimeout: option('onTimeout', 'On Timeout', choiceOf(ON_TIMEOUT)) ?? 'error',
	};
}

function readFetchVideo({ read }: ItemParameters): boolean {
	return read('downloadVideo', 'Download Video', readBoolean) ?? true;
}
