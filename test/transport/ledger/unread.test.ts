/** A retry that asks a database which does not answer. */

import type { IDataObject } from 'n8n-workflow';
import { ledgerIn } from '../../../nodes/Sora/transport/ledger/ledger';
import { accepted, Process } from '../../harness/journalWorld';
import { KEY, retry, stopped } from './entries';

/** How many moments are tried. */
const BREAKS = 8;

async function paid(): Promise<Process> {
	const first = new Process();
	await stopped(first, '1', { [KEY]: accepted('task-1') });
	return new Process(first.data);
}

/** What a retry makes of the item, whose database breaks after so many calls. */
async function afterBreak(calls: number) {
	const process = await paid();
	const execution = retry(process, '1');
	process.data.callsLeft = calls;
	const before = process.data.calls;
	const journal = await execution.journal();
	const { entries, unread } = await journal.restore([KEY]);
	const taskId = entries.get(KEY)?.taskId;
	return { process, execution, journal, taskId, unread, calls: process.data.calls - before };
}

describe('a database that breaks during the restore of a retry', () => {
	it('at any call: the task is found, or it is said that nothing can be', async () => {
		const whole = await afterBreak(Infinity);
		expect([whole.taskId, whole.unread]).toEqual(['task-1', null]);
		const { calls } = whole;
		expect(calls).toBeGreaterThan(BREAKS);
		for (let index = 0; index < BREAKS; index++) {
			const { taskId, unread } = await afterBreak(Math.floor((index * calls) / BREAKS));
			expect([taskId, unread]).toEqual([taskId && 'task-1', ['1']]);
		}
	});

	it('tells it at the next try of the same execution, once it is back', async () => {
		const { process, journal, unread } = await afterBreak(0);
		expect(unread).toEqual(['1']);
		process.data.mend();
		const again = await journal.restore([KEY]);
		expect(again.entries.get(KEY)?.taskId).toBe('task-1');
		expect(again.unread).toBeNull();
	});

	it.each([0, 3, 6])('tells it to a retry of that retry, too: after %d calls', async (calls) => {
		const { process, execution, unread } = await afterBreak(calls);
		await execution.end('error');
		process.data.mend();
		const journal = await retry(process, '19').journal();
		const { entries } = await journal.restore([KEY], unread ?? []);
		expect(entries.get(KEY)?.taskId).toBe('task-1');
	});
});

describe('a database that is broken', () => {
	it('has nothing to tell a new execution, which pays', async () => {
		const process = await paid();
		process.data.isBroken = true;
		const { entries, unread } = await (
			await process.execution({ id: '2' }).journal()
		).restore([KEY]);
		expect([[...entries], unread]).toEqual([[], null]);
	});

	it('does not hide what the execution itself has in its context', async () => {
		const context: IDataObject = {};
		const process = await paid();
		await ledgerIn(context).record(KEY, accepted('task-1'));
		process.data.isBroken = true;
		const { unread } = await (await retry(process, '1').journal()).restore([]);
		expect([ledgerIn(context).get(KEY)?.taskId, unread]).toEqual(['task-1', null]);
	});

	it('is none where n8n has not set it up: then nothing was ever written there', async () => {
		const process = await paid();
		process.data.brokenBy = Object.assign(new Error('Call init() first'), {
			code: 'ERR_ASSERTION',
		});
		process.data.isBroken = true;
		const { unread } = await (await retry(process, '1').journal()).restore([KEY]);
		expect(unread).toBeNull();
	});
});
