import type { LedgerEntry } from '../../../nodes/Sora/engine/ports';
import { accepted, Process } from '../../harness/journalWorld';
import { ProcessedData } from '../../harness/processedData';
import { KEY, HOUR_MS, stopped, retry } from './entries';

describe('a new execution of the same request', () => {
	it('is told of the tasks that others have left behind, again and again', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1') });
		await stopped(process, '2', { [KEY]: accepted('task-2') });
		const told = { [KEY]: ['orphaned task-1', 'orphaned task-2'] };
		const next = new Process(process.data);
		expect(await next.execution({ id: '3' }).warnings([KEY, '0:1:other'])).toEqual(told);
		expect(await next.execution({ id: '4' }).warnings([KEY])).toEqual(told);
		expect(await retry(next, '1').restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it.each<[string, LedgerEntry]>([
		['the provider has ended it', { ...accepted('task-1'), state: 'failed' }],
		['it is too old', accepted('task-1', Date.now() - 49 * HOUR_MS)],
	])('is told nothing where %s', async (_, entry) => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: entry });
		expect(await process.execution({ id: '2' }).warnings([KEY])).toEqual({});
	});

	it('is told of a submit that was sent, and not heard of again', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: { state: 'sending', at: Date.now() } });
		const told = { [KEY]: ['orphaned null'] };
		expect(await process.execution({ id: '2' }).warnings([KEY])).toEqual(told);
	});

	it('is told nothing of an execution that runs in the same process', async () => {
		const process = new Process();
		await process.execution({ id: '1' }).write({ [KEY]: accepted('task-1') });
		expect(await process.execution({ id: '2' }).warnings([KEY])).toEqual({});
	});

	it('is told nothing of what a retry has taken', async () => {
		const process = new Process();
		await stopped(process, '1', { [KEY]: accepted('task-1') });
		await retry(process, '1').restore([KEY]);
		expect(await process.execution({ id: '3' }).warnings([KEY])).toEqual({});
	});
});

describe('an execution that goes on behind the node', () => {
	it.each(['success', 'error', 'waiting'] as const)(
		'has its records struck out when it ends as %s, and not before',
		async (status) => {
			const process = new Process();
			const execution = process.execution({ id: '1' });
			await execution.write({ [KEY]: accepted('task-1') });
			expect(process.data.words).toBeGreaterThan(0);
			await execution.end(status);
			expect([...process.data.rows]).toEqual([]);
		},
	);

	it('has them struck out at the node’s end where n8n does not tell of its own', async () => {
		const process = new Process();
		await process.execution({ id: '1', hasHooks: false }).write({ [KEY]: accepted('task-1') });
		expect([...process.data.rows]).toEqual([]);
	});

	it('is found by a retry that counts its runs from one, as after a crash', async () => {
		const process = new Process();
		const execution = process.execution({ id: '1' });
		for (const pass of [0, 1]) {
			await execution.write({ [`${pass}:0:print`]: accepted(`task-${pass}`) }, pass);
		}
		const second = retry(new Process(process.data), '1');
		expect(await second.restore(['1:0:print'], 1)).toEqual({ '1:0:print': 'task-0' });
		expect(await second.restore(['2:0:print'], 2)).toEqual({ '2:0:print': 'task-1' });
	});

	it('is known by what the last of its tries has done', async () => {
		const process = new Process();
		const execution = process.execution({ id: '1' });
		await execution.write({ [KEY]: accepted('task-1') });
		await execution.write({ [KEY]: { ...accepted('task-1'), state: 'failed' } });
		await execution.write({ [KEY]: accepted('task-2') });
		expect(await retry(new Process(process.data), '1').restore([KEY])).toEqual({
			[KEY]: 'task-2',
		});
	});
});

describe('without the database', () => {
	it('everything works, and the log says what is missing', async () => {
		const data = new ProcessedData();
		data.isBroken = true;
		const process = new Process(data);
		const execution = process.execution({ id: '1' });
		await execution.write({ [KEY]: accepted('task-1') });
		expect(await execution.restore([KEY])).toEqual({});
		expect(await execution.warnings([KEY])).toEqual({});
		await execution.end('success');
		expect(process.warned).toEqual([expect.stringMatching(/its retry pays for them again/)]);
	});
});
