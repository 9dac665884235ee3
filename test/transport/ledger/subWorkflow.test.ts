import {
	accepted,
	Process,
	type Execution,
	type ExecutionOptions,
} from '../../harness/journalWorld';
import { begun, ended, retryOfFailed } from './storedExecutions';

const KEY = '0:0:waves';
const OTHER = '0:0:dunes';

/** The executions of one process that a caller starts, one after another. */
class Caller {
	private calls = 0;

	constructor(
		readonly process: Process,
		readonly id: string,
		private readonly more: Partial<ExecutionOptions> = {},
		private readonly establishedAt = 1_000,
	) {}

	call(parent: Partial<ExecutionOptions['parent']> = {}): Execution {
		return this.process.execution({
			mode: 'integrated',
			rootMode: 'trigger',
			stored: { [this.id]: begun(this.id) },
			...this.more,
			id: `${this.id}0${++this.calls}`,
			parent: { executionId: this.id, establishedAt: this.establishedAt, ...parent },
		});
	}

	/** A call that submits what it does not find, and ends. @returns the IDs of its tasks */
	async run(
		keys: readonly string[],
		status: 'success' | 'error' | 'canceled' = 'success',
		parent: Partial<ExecutionOptions['parent']> = {},
	): Promise<string[]> {
		const call = this.call(parent);
		const found = await call.restore(keys);
		const bought = keys.filter((key) => found[key] === undefined);
		const tasks = bought.map((key) => [key, accepted(`${key} of ${this.id}0${this.calls}`)]);
		await call.write(Object.fromEntries(tasks) as Record<string, ReturnType<typeof accepted>>);
		await call.end(status);
		return keys.map((key) => found[key] ?? `${key} of ${this.id}0${this.calls}`);
	}
}

describe('a sub-workflow that is called again by the same execution', () => {
	it('picks up what the failed call has submitted, and says so', async () => {
		const caller = new Caller(new Process(), '1');
		await caller.run([KEY, OTHER], 'error');
		expect(await caller.call().restore([KEY, OTHER])).toEqual({
			[KEY]: `${KEY} of 101`,
			[OTHER]: `${OTHER} of 101`,
		});
		const told = new Caller(new Process(), '1');
		await told.run([KEY], 'error');
		expect(await told.call().warnings([KEY])).toEqual({ [KEY]: [`pickedUp ${KEY} of 101`] });
	});

	it('once for each item: picks up what the calls before the failed one have submitted', async () => {
		const caller = new Caller(new Process(), '1');
		const first = [await caller.run([KEY]), await caller.run([KEY])].flat();
		const failed = await caller.run([OTHER], 'error');
		const again = [await caller.run([KEY]), await caller.run([KEY])].flat();
		expect(again.sort()).toEqual(first.sort());
		expect(await caller.run([OTHER])).toEqual(failed);
	});

	it('again and again, as often as it fails', async () => {
		const caller = new Caller(new Process(), '1');
		const first = await caller.run([KEY], 'error');
		expect(await caller.run([KEY], 'error')).toEqual(first);
		expect(await caller.run([KEY])).toEqual(first);
	});

	it('pays for each call of a loop, and tells of the task of the one before', async () => {
		const caller = new Caller(new Process(), '1');
		const tasks = [await caller.run([KEY]), await caller.run([KEY]), await caller.run([KEY])];
		expect(new Set(tasks.flat()).size).toBe(3);
		const told = await caller.call().warnings([KEY]);
		expect(told[KEY]).toEqual(tasks.flat().map((taskId) => `earlierCall ${taskId}`));
	});

	it('pays for each call that nobody waits for, also after one has failed', async () => {
		const caller = new Caller(new Process(), '1');
		const detached = { shouldResume: false };
		const first = await caller.run([KEY], 'error', detached);
		expect(await caller.run([KEY], 'success', detached)).not.toEqual(first);
	});

	it('pays anew for what the provider has failed', async () => {
		const caller = new Caller(new Process(), '1');
		const call = caller.call();
		await call.write({ [KEY]: accepted('task-1') });
		await call.write({ [KEY]: { ...accepted('task-1'), state: 'failed' } });
		await call.end('error');
		expect(await caller.call().restore([KEY])).toEqual({});
	});

	it.each([
		['another execution of the caller', 2_000],
		['one that began in the same millisecond', 1_000],
	])('takes nothing of %s', async (_, establishedAt) => {
		const process = new Process();
		await new Caller(process, '1').run([KEY], 'error');
		expect(await new Caller(process, '2', {}, establishedAt).call().restore([KEY])).toEqual({});
	});
});

describe('a sub-workflow that is called by the retry of an execution', () => {
	const retried = (process: Process, stored: object, establishedAt = 1_000) =>
		new Caller(
			process,
			'2',
			{ rootMode: 'retry', stored: { 1: begun('1'), 2: stored } },
			establishedAt,
		);

	it.each([
		['in the same process', (process: Process) => process],
		['after a restart of n8n', ({ data }: Process) => new Process(data)],
	])('picks up what the failed execution has paid for, %s', async (_, next) => {
		const first = new Process();
		const paid = await new Caller(first, '1').run([KEY, OTHER], 'error');
		const again = retried(next(first), begun('of the failure'));
		expect(await again.run([KEY, OTHER])).toEqual(paid);
	});

	it('picks up what was paid for by one that was stopped', async () => {
		const first = new Process();
		const paid = await new Caller(first, '1').run([KEY], 'canceled');
		expect(await retried(new Process(first.data), begun('1'), 2_000).run([KEY])).toEqual(paid);
	});

	it('picks up what still runs for one that was stopped: n8n stops the caller alone', async () => {
		const process = new Process();
		await new Caller(process, '1').call().write({ [KEY]: accepted('task-1') });
		const stored = { ...begun('1'), resultData: { error: { message: 'cancelled manually' } } };
		const again = (one: object) =>
			new Caller(process, '2', { rootMode: 'retry', stored: { 1: one, 2: begun('1') } }, 2_000);
		expect(await again(begun('1')).call().restore([KEY])).toEqual({});
		expect(await again(retryOfFailed('1')).call().restore([KEY])).toEqual({});
		expect(await again(stored).call().restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('takes nothing of one that began otherwise, and tells of it', async () => {
		const first = new Process();
		const [paid] = await new Caller(first, '1').run([KEY], 'canceled');
		const next = retried(new Process(first.data), begun('3'), 2_000);
		expect(await next.call().restore([KEY])).toEqual({});
		expect(await next.call().warnings([KEY])).toEqual({ [KEY]: [`orphaned ${paid}`] });
	});

	it('takes nothing that the caller has been given already', async () => {
		const first = new Process();
		const caller = new Caller(first, '1');
		await caller.run([KEY]);
		const failed = await caller.run([KEY], 'error');
		const again = retried(new Process(first.data), {
			...begun('of the failure'),
			...{ resultData: ended('error', ['101']).resultData },
		});
		expect(await again.run([KEY])).toEqual(failed);
		expect(await again.run([KEY])).toEqual([`${KEY} of 202`]);
	});

	it('takes nothing that another retry has taken, as long as that one runs', async () => {
		const process = new Process();
		const paid = await new Caller(process, '1').run([KEY], 'error');
		const running = retried(process, begun('of the failure')).call();
		expect(await running.restore([KEY])).toEqual({ [KEY]: paid[0] });
		const another = new Caller(process, '3', { rootMode: 'retry' });
		expect(await another.call().restore([KEY])).toEqual({});
		await running.end('error');
		expect(await another.run([KEY])).toEqual(paid);
	});

	it('finds it within a sub-workflow of a sub-workflow', async () => {
		const first = new Process();
		const nested = (process: Process, root: string, middle: string, rootMode: string) =>
			process.execution({
				id: `${middle}1`,
				mode: 'integrated',
				rootMode,
				parent: { executionId: middle, establishedAt: Number(middle) },
				stored: {
					[middle]: {
						...begun(middle),
						parentExecution: {
							executionId: root,
							workflowId: 'caller',
							executionContext: { establishedAt: 1_000 },
						},
					},
					[root]: begun(root),
				},
			});
		const call = nested(first, '1', '10', 'trigger');
		await call.write({ [KEY]: accepted('task-1') });
		await call.end('error');
		const again = nested(new Process(first.data), '2', '20', 'retry');
		expect(await again.restore([KEY])).toEqual({ [KEY]: 'task-1' });
	});

	it('is only told of it by n8n 1, which does not say what was retried after a Stop', async () => {
		const first = new Process();
		const [paid] = await new Caller(first, '1').run([KEY], 'canceled');
		const next = new Process(first.data);
		const stored = { 1: begun('1'), 2: begun('1') };
		const again = () => new Caller(next, '2', { rootMode: undefined, stored }, 2_000).call();
		expect(await again().restore([KEY])).toEqual({});
		expect(await again().warnings([KEY])).toEqual({ [KEY]: [`orphaned ${paid}`] });
	});
});

describe('what the calls of a sub-workflow have written', () => {
	it.each<[string, unknown, boolean]>([
		['ended well', ended('success'), false],
		['was deleted, or not stored', undefined, false],
		['failed', ended('error'), true],
		['waits', { ...ended('success'), waitTill: new Date() }, true],
		['runs, was stopped or broke off', begun('1'), true],
		['is a retry, and does so', retryOfFailed('1'), true],
	])('stays or goes with the execution that called them: one that %s', async (_, stored, stays) => {
		const process = new Process();
		const [paid] = await new Caller(process, '1').run([KEY]);
		const next = new Caller(process, '2', { stored: { 1: stored, 2: begun('2') } }, 2_000);
		const told = await next.call().warnings([KEY]);
		expect(told).toEqual(stays ? { [KEY]: [`orphaned ${paid}`] } : {});
		expect(process.data.words > 0).toBe(stays);
	});
});
