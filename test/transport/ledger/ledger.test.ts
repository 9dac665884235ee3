/** What the ledger and the crash journal know of a task when the process dies between two writes. */

import type { IDataObject } from 'n8n-workflow';
import type { LedgerEntry } from '../../../nodes/Sora/engine/ports';
import { ledgerIn } from '../../../nodes/Sora/transport/ledger/ledger';
import { accepted, Process } from '../../harness/journalWorld';
import { ProcessedData } from '../../harness/processedData';
import { KEY, retry } from './entries';

const sending = (): LedgerEntry => ({ state: 'sending', at: Date.now() });
const unknown = (): LedgerEntry => ({ state: 'unknown', at: Date.now() });
const failed = (): LedgerEntry => ({ ...accepted('task-1'), state: 'failed' });

interface Crash {
	data: ProcessedData;
	/** What the node's context holds at that moment; n8n has not stored it. */
	context: IDataObject;
	/** How many of the records had been written. */
	recorded: number;
}

/** An execution records these entries, and its process dies after so many calls to the database. */
async function crashed(entries: readonly LedgerEntry[], calls: number): Promise<Crash> {
	const crash: Crash = { data: new ProcessedData(), context: {}, recorded: 0 };
	const process = new Process(crash.data);
	const ledger = ledgerIn(crash.context, await process.execution({ id: '1' }).journal());
	process.connection.dieAfter = calls;
	const records = (async () => {
		for (const entry of entries) {
			await ledger.record(KEY, entry);
			crash.recorded++;
		}
	})();
	await Promise.race([records, process.connection.death]);
	return crash;
}

/** Crashes after every possible number of calls, and the retry after each. */
async function everyCrash(entries: readonly LedgerEntry[]) {
	const crashes: Array<Crash & { found: string | undefined }> = [];
	for (let calls = 1; crashes.at(-1)?.recorded !== entries.length; calls++) {
		const crash = await crashed(entries, calls);
		const { [KEY]: found } = await retry(new Process(crash.data), '1').restore([KEY]);
		crashes.push({ ...crash, found });
	}
	return crashes;
}

describe('a process that dies after any of its calls to the database', () => {
	it('knows the task from the moment in which its ID is recorded, and of the submit from before', async () => {
		const crashes = await everyCrash([sending(), accepted('task-1')]);
		const expected = [undefined, 'sending', 'task-1'];
		for (const { recorded, found } of crashes) {
			// What was on its way to the database may have come there.
			expect([expected[recorded], expected[recorded + 1]]).toContain(found);
		}
		expect(crashes.at(-1)?.found).toBe('task-1');
	});

	it('still knows of a submit whose response was lost, in the ledger and in the journal', async () => {
		const crashes = await everyCrash([sending(), unknown()]);
		const sent = crashes.filter(({ recorded }) => recorded > 0);
		expect(sent.map(({ found }) => found)).toEqual(sent.map(() => 'sending'));
		expect(ledgerIn(sent[0].context).get(KEY)?.state).toBe('unknown');
	});

	it('still names a task that was found after its response was lost', async () => {
		const crashes = await everyCrash([sending(), unknown(), accepted('task-1')]);
		const sent = crashes.filter(({ recorded }) => recorded > 0);
		expect(sent.filter(({ found }) => !['sending', 'task-1'].includes(found ?? ''))).toEqual([]);
		expect(crashes.at(-1)?.found).toBe('task-1');
	});

	it('names a task that the provider has failed until that is recorded, and then pays anew', async () => {
		const crashes = await everyCrash([sending(), accepted('task-1'), failed()]);
		const paid = crashes.filter(({ recorded }) => recorded > 1);
		expect(paid.filter(({ found }) => !['task-1', undefined].includes(found))).toEqual([]);
		expect(paid[0].found).toBe('task-1');
		expect(crashes.at(-1)?.found).toBeUndefined();
	});

	it('pays anew after a failure for one task only, whose ID the retry of the retry finds', async () => {
		const entries = [sending(), accepted('task-1'), failed(), sending(), accepted('task-2')];
		const crashes = await everyCrash(entries);
		const last = crashes.filter(({ recorded }) => recorded > 3);
		expect(last.filter(({ found }) => !['sending', 'task-2'].includes(found ?? ''))).toEqual([]);
		expect(crashes.at(-1)?.found).toBe('task-2');
	});
});

describe('the tasks of other executions in the same process', () => {
	it('are known, so that no lost submit is credited with one', async () => {
		const [ours, theirs] = [ledgerIn({}), ledgerIn({})];
		await theirs.record(KEY, accepted('their-task'));
		expect(ours.taskIds()).toContain('their-task');
		expect(ours.get(KEY)).toBeUndefined();
	});

	it('are still known once the provider has failed them, or they were struck out', async () => {
		const theirs = ledgerIn({});
		await theirs.record(KEY, accepted('another-task'));
		await theirs.record(KEY, null);
		expect(ledgerIn({}).taskIds()).toContain('another-task');
	});
});
