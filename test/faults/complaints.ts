/** What an error owes its reader. */

import { PROVIDERS } from '../../nodes/Sora/providers';
import { FAILURE_CATEGORIES, type FailureCategory } from '../../nodes/Sora/providers/video';
import type { RunResult } from '../harness/harness';
import type { Simulator } from '../../support/simulator';
import { isCarriedOut } from './expected';
import type { Cell } from './matrix';

export interface Details {
	taskId: string | null;
	submitted: boolean;
	category: FailureCategory;
}

/** Every failure says who, what, which task, and in one sentence what to do. @returns what is missing. */
export function complaintsAbout(
	sim: Simulator,
	{ provider, point, fault }: Cell,
	{ message, description = '', context }: NonNullable<RunResult['error']>,
): string[] {
	const { taskId, category } = (context?.data ?? {}) as unknown as Details;
	if (point === 'price') return complaintsAboutCap(message, description);
	const advice = description.replace(/ \([^()]+\)$/, '');
	// WaveSpeed's list shows no prompts, but which tasks it may be.
	const isListed = provider === 'waveSpeed' && point === 'submit' && isCarriedOut(fault);
	const owed: ReadonlyArray<readonly [string, boolean]> = [
		['names the provider', message.startsWith(PROVIDERS[provider].displayName)],
		['has a category', FAILURE_CATEGORIES.includes(category)],
		['has words', /: .{5,}/.test(message) && !/undefined|\[object/.test(message)],
		['names its task', taskId === null || message.includes(taskId)],
		['names its task in the description', taskId === null || description.includes(taskId)],
		['names its item', message.endsWith('[item 0]')],
		['names the tasks it may be', !isListed || message.includes(sim.bills[0]?.taskId ?? '?')],
		['has one sentence of advice', /^[A-Z][^.]*\.$/.test(advice)],
		['ends with one full stop', !/\.\.( |$)/.test(message)],
	];
	return owed.filter(([, isGiven]) => !isGiven).map(([what]) => what);
}

/** No fault of the provider's call, but what the user has asked for. */
function complaintsAboutCap(message: string, description: string): string[] {
	return [
		...(/^Max Cost is |more than Max Cost /.test(message) ? [] : ['names Max Cost']),
		...(description.startsWith('Nothing was submitted. ') ? [] : ['says that nothing was sent']),
	];
}
