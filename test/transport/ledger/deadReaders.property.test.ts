/** Reading leaves traces while it lasts: what becomes of a journal whose reader dies. */

import { accepted, Process } from '../../harness/journalWorld';
import { ProcessedData } from '../../harness/processedData';
import { KEY, retry, stopped } from './entries';
import { IS_THOROUGH } from '../../harness/properties';

jest.setTimeout(600_000);

const NEVER_SUBMITTED = '0:1:other';
const KEYS = [KEY, NEVER_SUBMITTED];

type Reader = (process: Process, id: string) => Promise<unknown>;

const readers: Array<[string, Reader]> = [
	['a new execution', async (process, id) => await process.execution({ id }).restore(KEYS)],
	['its retry', async (process, id) => await retry(process, '1', id).restore(KEYS)],
	[
		'a call of a sub-workflow',
		async (process, id) => {
			const call = { id, mode: 'integrated', parent: { executionId: '1' }, rootMode: 'trigger' };
			await process.execution(call).restore(KEYS);
		},
	],
];

/** Lets a process read, and die after so many calls. @returns whether it came to the end before */
async function dies(data: ProcessedData, read: Reader, calls: number, id: string) {
	const process = new Process(data);
	process.connection.dieAfter = calls;
	return await Promise.race([
		read(process, id).then(() => false),
		process.connection.death.then(() => true),
	]);
}

const first = new Process();
const left = () => new ProcessedData(first.data);
beforeAll(async () => await stopped(first, '1', { [KEY]: accepted('task-1') }));

/** Around the calls that read the record, and some before. */
const SOME_CALLS = Array.from({ length: 27 }, (_, index) => 24 + index).filter(
	(_, index) => IS_THOROUGH || index % 4 === 0,
);

const retryOf = async (data: ProcessedData, id: string, of = '1') =>
	await retry(new Process(data), of, id).restore(KEYS);

describe('a reader that dies after any of its calls', () => {
	it.each(readers)('leaves everything to the retry: %s', async (_, read) => {
		const found = [];
		for (let calls = 1; await dies(left(), read, calls, '2'); calls++) {
			const data = left();
			await dies(data, read, calls, '2');
			found.push(await retryOf(data, '3'));
		}
		expect(found.length).toBeGreaterThan(20);
		expect(found.filter((one) => one[KEY] !== 'task-1' || NEVER_SUBMITTED in one)).toEqual([]);
	});

	it('leaves nothing that a later reader, who lives, does not put right', async () => {
		const found = [];
		for (const calls of SOME_CALLS) {
			const data = left();
			for (const round of [1, 2, 3]) {
				await dies(data, readers[0][1], calls, `dead ${round}`);
				await new Process(data).execution({ id: `alive ${round}` }).warnings(KEYS);
			}
			found.push(await retryOf(data, '9'));
		}
		expect(found.filter((one) => one[KEY] !== 'task-1' || NEVER_SUBMITTED in one)).toEqual([]);
	});

	it('leaves taken what a retry has taken', async () => {
		const told = [];
		for (const calls of SOME_CALLS) {
			const data = left();
			const taker = retry(new Process(data), '1', '2');
			await taker.restore(KEYS);
			await taker.end('canceled');
			await dies(data, readers[0][1], calls, '3');
			told.push(await new Process(data).execution({ id: '4' }).warnings(KEYS));
		}
		expect(told.filter((one) => one[KEY]?.join() !== 'orphaned task-1')).toEqual([]);
	});

	it.each(readers)('twice: nothing is paid again: %s', async (_, read) => {
		const found = [];
		for (const calls of SOME_CALLS) {
			const data = left();
			await dies(data, read, calls, '2');
			await dies(data, read, calls, '3');
			found.push(await retryOf(data, '4'));
		}
		expect(found.filter((one) => !['task-1', 'unknown'].includes(one[KEY]))).toEqual([]);
	});
});
