import type { LedgerEntry } from '../../../nodes/Sora/engine/ports';
import { accepted, Process } from '../../harness/journalWorld';
import { ProcessedData } from '../../harness/processedData';
import { KEY, HOUR_MS, stopped, retry } from './entries';

jest.setTimeout(60_000);

const seconds = (entry: LedgerEntry) => ({ ...entry, at: Math.floor(entry.at / 1000) * 1000 });

describe('the tasks of an execution that did not come to its end', () => {
	it.each([
		['in the same process', (process: Process) => process],
		['after a crash', ({ data }: Process) => new Process(data)],
	])('are found by its retry, %s', async (_, next) => {
		const first = new Process();
		await stopped(first, '1', { [KEY]: accepted('c4f3-d2e1_task:9.z') });
		expect(await retry(next(first), '1').restore([KEY])).toEqual({ [KEY]: 'c4f3-d2e1_task:9.z' });
	});

	it('are found although the process died before anybody could end anything', async () => {
		const first = new Process();
		await first.execution({ id: '1' }).write({ [KEY]: accepted('task-1') });
		expect(await retry(new Process(first.data), '1').restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('are not found by a new execution, nor for another item or request', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1') });
		expect(await process.execution({ id: '2' }).restore([KEY])).toEqual({});
		expect(await retry(process, '1').restore(['0:1:other', '0:0:third'])).toEqual({});
	});

	it('are found by no retry of another execution', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1') });
		await stopped(process, '2', { [KEY]: accepted('task-2') });
		expect(await retry(process, '2').restore([KEY])).toEqual({ [KEY]: 'task-2' });
		expect(await retry(process, '1').restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('go to one retry each, the older first, where n8n does not say what is retried', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1') });
		await stopped(process, '2', { [KEY]: accepted('task-2') });
		const found = [
			await retry(process, undefined, '3').restore([KEY]),
			await retry(process, undefined, '4').restore([KEY]),
			await retry(process, undefined, '5').restore([KEY]),
		];
		expect(found).toEqual([{ [KEY]: 'task-1' }, { [KEY]: 'task-2' }, {}]);
	});

	it('are found by the retry of a retry that was stopped as well, and by another one of the first', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1') });
		const second = retry(process, '1', '2');
		await second.restore([KEY]);
		await second.end('canceled');
		expect(await retry(process, '2', '3').restore([KEY])).toEqual({ [KEY]: 'task-1' });

		const other = new Process();
		await stopped(other, '1', { [KEY]: accepted('task-1') });
		const failed = retry(other, '1', '2');
		await failed.restore([KEY]);
		await failed.end('error');
		expect(await retry(other, '1', '3').restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('are found by the retry of a retry that n8n was killed in before the node began', async () => {
		const process = new Process();
		const first = process.execution({ id: '1', resumeToken: 'a1' });
		await first.write({ [KEY]: accepted('task-1') });
		await first.end('canceled');
		const other = process.execution({ id: '2', resumeToken: 'b2' });
		await other.write({ [KEY]: accepted('task-2') });
		await other.end('canceled');

		const restarted = new Process(process.data);
		const third = { id: '4', mode: 'retry', retryOf: '3' };
		const again = restarted.execution({ ...third, resumeToken: 'a1' });
		expect(await again.restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('are found by another retry of the first, where a retry of its retry has made them', async () => {
		const process = new Process();
		await stopped(process, '1', {});
		const second = retry(process, '1', '2');
		await second.restore([KEY]);
		await second.end('canceled');
		const third = retry(process, '2', '3');
		await third.restore([KEY]);
		await third.write({ [KEY]: accepted('task-1') });
		await third.end('canceled');
		expect(await retry(process, '1', '4').restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('leave nothing in the database once a retry has succeeded', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1'), '0:1:other': accepted('task-2') });
		const second = retry(process, '1');
		await second.restore([KEY, '0:1:other']);
		await second.end('success');
		expect([...process.data.rows]).toEqual([]);
	});

	it('of a sub-workflow’s execution are found by a retry of that execution alone', async () => {
		const process = new Process();
		const call = process.execution({ id: '5', mode: 'integrated', parent: { executionId: '1' } });
		await call.write({ [KEY]: accepted('task-1') });
		await call.end('canceled');
		expect(await retry(process, '4').restore([KEY])).toEqual({});
		expect(await retry(process, '5').restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});
});

describe('what is written down of a task', () => {
	const entries: Array<[string, LedgerEntry]> = [
		['a hexadecimal ID', accepted('0123456789abcdef0123456789abcdef')],
		['a UUID', accepted('01234567-89ab-4def-8123-456789abcdef')],
		['an ID of 370 letters', accepted(`video_${'bGl0ZWxsbTpj'.repeat(31).slice(0, 364)}`)],
		['an ID in any script', accepted('任务/1?x=ü')],
		[
			'the path where its status is read',
			{ ...accepted('task-1'), readPath: '/api/v3/predictions/task-1/result' },
		],
		['that it is on its way', { state: 'sending', at: Date.now() }],
	];

	it.each(entries)('holds %s', async (_, entry) => {
		const first = new Process();
		await first.execution({ id: '1' }).write({ [KEY]: entry });
		const journal = await retry(new Process(first.data), '1').journal();
		const { entries: found } = await journal.restore([KEY]);
		expect(found.get(KEY)).toEqual(seconds(entry));
	});

	it('says of an ID that is too long for it that the task may exist', async () => {
		const first = new Process();
		await first.execution({ id: '1' }).write({ [KEY]: accepted('x'.repeat(5_000)) });
		expect(await retry(new Process(first.data), '1').restore([KEY])).toEqual({ [KEY]: 'sending' });
	});

	it('is that a submit is on its way, until its answer has come', async () => {
		const first = new Process();
		const journal = await first.execution({ id: '1' }).journal();
		await journal.write(KEY, { state: 'sending', at: Date.now() });
		await journal.write(KEY, { state: 'unknown', at: Date.now() });
		expect(await retry(new Process(first.data), '1').restore([KEY])).toEqual({ [KEY]: 'sending' });
	});

	it.each<[string, LedgerEntry | null]>([
		['was refused', null],
		['was failed by the provider', { ...accepted('task-1'), state: 'failed' }],
	])('is struck out where it %s, and the next submit is written over it', async (_, end) => {
		const first = new Process();
		const journal = await first.execution({ id: '1' }).journal();
		await journal.write(KEY, { state: 'sending', at: Date.now() });
		await journal.write(KEY, end);
		expect(await retry(new Process(first.data), '1', '8').restore([KEY])).toEqual({});
		await journal.write(KEY, { state: 'sending', at: Date.now() + 77_000 });
		await journal.write(KEY, accepted('task-2', Date.now() + 77_000));
		expect(await retry(new Process(first.data), '1', '9').restore([KEY])).toEqual({
			[KEY]: 'task-2',
		});
	});

	it('is whole for a thousand items side by side, in few calls', async () => {
		const first = new Process();
		const keys = Array.from({ length: 1_000 }, (_, item) => `0:${item}:print ${item}`);
		await first
			.execution({ id: '1' })
			.write(Object.fromEntries(keys.map((key) => [key, accepted(`task ${key}`)])));
		expect(first.data.calls).toBeLessThan(1_000);
		const found = await retry(new Process(first.data), '1').restore(keys);
		expect(found).toEqual(Object.fromEntries(keys.map((key) => [key, `task ${key}`])));
	});

	it('is found for each of a thousand items that come back in reverse, in few calls', async () => {
		const first = new Process();
		const requests = Array.from({ length: 1_000 }, (_, item) => `print ${item}`);
		const written = requests.map((request, item) => [`0:${item}:${request}`, accepted(request)]);
		await first.execution({ id: '1' }).write(Object.fromEntries(written));
		const next = new Process(new ProcessedData(first.data));
		const keys = requests.reverse().map((request, item) => `0:${item}:${request}`);
		const found = await retry(next, '1').restore(keys);
		expect(found).toEqual(Object.fromEntries(keys.map((key) => [key, key.split(':')[2]])));
		expect(next.data.calls).toBeLessThan(4_000);
	});

	it('goes to the log of the process as well, with the task and the execution', async () => {
		const process = new Process();
		await process.execution({ id: '231' }).write({ [KEY]: accepted('task-1') });
		expect(process.logged).toEqual(['Execution 231, node "Video": task task-1 was submitted']);
	});

	it('is not believed after two days, and gone after four, which the log says', async () => {
		const old = accepted('task-1', Date.now() - 49 * HOUR_MS);
		const process = new Process();
		await stopped(process, '1', { [KEY]: old });
		expect(await retry(process, '1').restore([KEY])).toEqual({});

		const first = new Process();
		const now = Date.now();
		jest.useFakeTimers({ now: now - 97 * HOUR_MS, doNotFake: ['setImmediate', 'nextTick'] });
		await stopped(first, '1', { [KEY]: accepted('task-1') });
		jest.useRealTimers();
		const next = new Process(first.data);
		await next.execution({ id: '2' }).warnings([KEY]);
		expect([...first.data.rows]).toEqual([]);
		expect(next.logged).toEqual([expect.stringContaining('execution 1 was dropped')]);
	});
});
