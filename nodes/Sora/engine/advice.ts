/** One sentence on what to do, for every way an item can fail. */

import type { FailureCategory } from '../providers/video';

const AFTER_THE_TASK_FAILED: Readonly<Record<FailureCategory, string>> = {
	moderation: 'Change the prompt or the picture: the same request will be refused again.',
	invalid_input: 'Change what the message names, then run the item again.',
	auth: 'Check the API key in the credential and what it is allowed to do.',
	quota: 'Top up the balance at the provider, then run the item again.',
	rate_limit: 'Run the item again later, or lower Max Concurrent in the options.',
	model_retired: 'Choose another model.',
	provider: 'The provider could not render it; run the item again, or choose another model.',
	network: 'Check the network between n8n and the provider, then run the item again.',
	timeout: 'The provider gave up on the render; run the item again, or choose another model.',
	cancelled: 'The task was cancelled at the provider; run the item again if that was not meant.',
};

export function adviceAfterFailedTask(category: FailureCategory): string {
	return AFTER_THE_TASK_FAILED[category];
}

const AFTER_A_REFUSED_SUBMIT: Readonly<Record<FailureCategory, string>> = {
	...AFTER_THE_TASK_FAILED,
	provider: 'Nothing was submitted; run the item again later.',
	network: 'Nothing was submitted; check the base URL in the credential and the network.',
	timeout: 'Nothing was submitted; run the item again later.',
};

export function adviceAfterRefusedSubmit(category: FailureCategory): string {
	return AFTER_A_REFUSED_SUBMIT[category];
}

export const ADVICE_AFTER_LOST_ANSWER =
	'The task may exist and may be billed: look for it at the provider before you submit it again, and fetch it with Sora Get Result if it is there.';

/** Only a retry of the execution knows the task: whoever starts a new one pays for a new video. */
const PICK_IT_UP =
	'fetch it with Sora Get Result, or retry this execution, since only a retry picks it up without paying again.';

const FIRST_THINGS: Readonly<Partial<Record<FailureCategory, string>>> = {
	auth: 'Check the API key in the credential',
	quota: 'Top up the balance at the provider',
};

/** The task is there, and we cannot see it, or not its end. */
export function adviceAfterLostSight(category: FailureCategory): string {
	const first = FIRST_THINGS[category];
	if (first === undefined) return `The task goes on at the provider: ${PICK_IT_UP}`;
	return `${first}; the task goes on meanwhile, so then ${PICK_IT_UP}`;
}

export const ADVICE_AFTER_MISSING =
	'Check that the ID belongs to this provider and this API key, and that the provider still keeps it: tasks and videos are deleted after some days.';

export const ADVICE_AFTER_FAILED_DOWNLOAD = `The video is rendered and paid: ${PICK_IT_UP}`;
