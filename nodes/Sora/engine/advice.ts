/** One sentence on what to do, for every way an item can fail. */

import type { FailureCategory } from '../providers/video';

const AFTER_THE_TASK_FAILED: Readonly<Record<FailureCategory, string>> = {
	moderation: 'Change the prompt or the image: the same request will be rejected again.',
	invalid_input: 'Correct what the message describes, then run the item again.',
	auth: 'Check the API key in the credential and its permissions.',
	quota: 'Top up your balance at the provider, then run the item again.',
	rate_limit: 'Run the item again later, or lower Max Concurrent in the options.',
	model_retired: 'Choose another model.',
	provider: 'The provider could not render the video: run the item again, or choose another model.',
	network: 'Check the network between n8n and the provider, then run the item again.',
	timeout: 'The provider gave up on the video: run the item again, or choose another model.',
	cancelled:
		'The task was cancelled at the provider: run the item again if you still want the video.',
};

export function adviceAfterFailedTask(category: FailureCategory): string {
	return AFTER_THE_TASK_FAILED[category];
}

const AFTER_A_REFUSED_SUBMIT: Readonly<Record<FailureCategory, string>> = {
	...AFTER_THE_TASK_FAILED,
	provider: 'Nothing was submitted: run the item again later.',
	network: 'Nothing was submitted: check the Base URL in the credential, and the network.',
	timeout: 'Nothing was submitted: run the item again later.',
};

export function adviceAfterRefusedSubmit(category: FailureCategory): string {
	return AFTER_A_REFUSED_SUBMIT[category];
}

export const ADVICE_AFTER_LOST_ANSWER =
	'The task may exist and may be billed: look for it at the provider before you submit it again, and if it is there, get it with Sora Get Result.';

/** Only a retry of the execution knows the task: whoever starts a new one pays for a new video. */
const PICK_IT_UP =
	'get it with Sora Get Result, or retry this execution, because only a retry picks it up without paying again.';

const FIRST_THINGS: Readonly<Partial<Record<FailureCategory, string>>> = {
	auth: 'check the API key in the credential',
	quota: 'top up your balance at the provider',
};

/** The task is there, and we cannot see it, or not its end. */
export function adviceAfterLostSight(category: FailureCategory): string {
	const first = FIRST_THINGS[category];
	if (first === undefined) return `The task continues at the provider: ${PICK_IT_UP}`;
	return `The task continues at the provider: ${first}, then ${PICK_IT_UP}`;
}

export const ADVICE_AFTER_MISSING =
	'Check that the ID belongs to this provider and this API key, and that the task is not too old: providers delete tasks and videos after some days.';

export const ADVICE_AFTER_FAILED_DOWNLOAD = `The video is rendered and paid for: ${PICK_IT_UP}`;
