/** What must hold after the storm. */

import type { Bill } from '../../support/simulator';
import { FURTHER, MARK, type Begun } from './recipes';

/** What is left behind by a storm. */
export interface Evidence {
	begun: readonly Begun[];
	bills: readonly Bill[];
	/** IDs of the tasks whose videos are done. */
	completed: readonly string[];
	/** What came of each execution of the makers, as text. */
	made: ReadonlyArray<{ id: string; text: string }>;
	/** The tasks that Sora Trigger has emitted, in any order. */
	emitted: readonly string[];
	/** Everything that n8n has printed. */
	log: string;
	keys: readonly string[];
}

export interface Verdict {
	/** Prompts that were paid for twice, though the first task had not failed. */
	paidTwice: string[];
	/** Tasks that were paid for, and are named nowhere, nor told of as a submit without an answer. */
	untold: Paid[];
	/** How many tasks' IDs nobody could know: an execution says that the item may have been paid for. */
	toldWithoutId: number;
	/** Tasks of executions that cost more than their Max Cost. */
	aboveMaxCost: string[];
	/** Tasks that Sora Trigger has emitted more than once. */
	emittedTwice: string[];
	/** Where a key was found. */
	leaks: string[];
}

/** A bill, and whose it is. */
export interface Paid extends Bill {
	/** Of its prompt; of the video's for a task that took the last frame out of it. */
	mark: string;
	isFrame: boolean;
}

const ADDRESS_OF_VIDEO = /\/videos\/([^"?]+)-\d+\.mp4/;

function paidFrom(bills: readonly Bill[]): Paid[] {
	const markIn = ({ input }: Bill) => MARK.exec(JSON.stringify(input))?.[0];
	return bills.map((bill) => {
		const own = markIn(bill);
		if (own !== undefined) return { ...bill, mark: own, isFrame: false };
		const videoId = ADDRESS_OF_VIDEO.exec(JSON.stringify(bill.input))?.[1];
		const video = bills.find(({ taskId }) => taskId === videoId);
		return { ...bill, mark: (video && markIn(video)) ?? bill.taskId, isFrame: true };
	});
}

export const describePaid = ({ provider, taskId, mark, isFrame }: Paid): string =>
	`${isFrame ? 'last frame of ' : ''}${mark}: ${provider} ${taskId}`;

/** What is said of an item whose submit had no answer that could be read … */
const MAY_BE_PAID = /"submitted":true,"taskId":null|"taskId":null,[^{}]*"submitted":true/;
/** … of a last frame … */
const NO_FRAME = 'The last frame could not be taken out of the video';
/** … and of an item in the next execution, where n8n was killed in the middle of it. */
const MAY_EXIST = 'That task may exist and may be billed';

/** n8n does not store the prompt of a node that failed: that of the clip's is made of its video's. */
const hasPrompt = (text: string, mark: string) => text.includes(mark.replace(FURTHER, ''));

function isToldIn(text: string, { mark, isFrame }: Paid): boolean {
	return hasPrompt(text, mark) && (isFrame ? text.includes(NO_FRAME) : MAY_BE_PAID.test(text));
}

/** Whether an execution of the same prompt that began later tells of it. */
export function isToldByTheNext(text: string, { taskId, mark }: Paid): boolean {
	return text.includes(taskId) || (hasPrompt(text, mark) && text.includes(MAY_EXIST));
}

/** Whether it was paid for in this execution. */
export function isOf({ prompts }: Begun, { mark }: Pick<Paid, 'mark'>): boolean {
	const first = mark.replace(FURTHER, '');
	return prompts.some((prompt) => prompt.endsWith(` ${first}`));
}

function paidTwice(paid: readonly Paid[]): string[] {
	const groups = new Map<string, Paid[]>();
	for (const bill of paid) {
		const name = `${bill.isFrame ? 'frame ' : ''}${bill.mark}`;
		groups.set(name, [...(groups.get(name) ?? []), bill]);
	}
	return [...groups.values()]
		.filter((group) => group.length > 1)
		.map((group) => group.map(describePaid).join(', '));
}

export function verdictOf(evidence: Evidence): Verdict {
	const { begun, completed, made, emitted, log, keys } = evidence;
	const bills = paidFrom(evidence.bills);
	const paid = bills.filter(({ taskId }) => completed.includes(taskId));
	const isNamed = ({ taskId }: Bill) =>
		log.includes(taskId) || made.some(({ text }) => text.includes(taskId));
	const unnamed = paid.filter((bill) => !isNamed(bill));
	const untold = unnamed.filter((bill) => !made.some(({ text }) => isToldIn(text, bill)));
	const capped = begun.filter(({ maxCost }) => maxCost === 'below');
	const places = [{ id: 'the log', text: log }, ...made];
	return {
		paidTwice: paidTwice(paid),
		untold,
		toldWithoutId: unnamed.length - untold.length,
		aboveMaxCost: bills.filter((bill) => capped.some((each) => isOf(each, bill))).map(describePaid),
		emittedTwice: [...new Set(emitted.filter((id, index) => emitted.indexOf(id) !== index))],
		leaks: places.flatMap(({ id, text }) =>
			keys.filter((key) => text.includes(key)).map((key) => `${key} in ${id}`),
		),
	};
}
