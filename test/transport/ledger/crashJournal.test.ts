import fc from 'fast-check';
import type { DeduplicationHelperFunctions, IExecuteFunctions } from 'n8n-workflow';
import { ledgerIn } from '../../../nodes/Sora/transport/ledger/ledger';
import { notesOf } from '../../../nodes/Sora/transport/ledger/crashJournal';
import { read, spelled } from '../../../nodes/Sora/transport/ledger/setEncoding';
import type { LedgerEntry } from '../../../nodes/Sora/engine/ports';

type Helpers = Pick<DeduplicationHelperFunctions, 'checkProcessedAndRecord' | 'removeProcessed'>;

const pause = async () => await new Promise((resolve) => setImmediate(resolve));

/** n8n's own way with it: the row is read, changed and written back, and anything may come in between. */
class ProcessedData implements Helpers {
	row: string[] = [];

	async checkProcessedAndRecord(items: unknown[]) {
		const data = [...this.row];
		await pause();
		const there = new Set(data);
		const words = items.map(String);
		const added = words.filter((word) => !there.has(word));
		this.row = [...data, ...added];
		return { new: added, processed: words.filter((word) => there.has(word)) };
	}

	async removeProcessed(items: unknown[]) {
		const data = [...this.row];
		await pause();
		for (const item of items.map(String)) {
			const index = data.indexOf(item);
			if (index >= 0) data.splice(index, 1);
		}
		this.row = data;
	}
}

const logged: string[] = [];
beforeEach(() => logged.splice(0));

type Context = Parameters<typeof notesOf>[0];

const contextOf = (helpers: Partial<Helpers>, mode = 'retry', workflow = 'workflow'): Context =>
	({
		helpers: {
			checkProcessedAndRecord: helpers.checkProcessedAndRecord?.bind(helpers),
			removeProcessed: helpers.removeProcessed?.bind(helpers),
		},
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: 'node', name: 'Video' }),
		getMode: () => mode,
		getExecutionId: () => '231',
		logger: { info: (line: string) => logged.push(line) },
	}) as unknown as IExecuteFunctions;

type Handler = (run: { status: string }) => Promise<void>;

/** An execution as n8n shows it to its nodes. */
class Execution {
	private readonly handlers: Handler[] = [];
	private readonly hooks = {
		addHandler: (_: string, handler: Handler) => void this.handlers.push(handler),
	};

	constructor(
		private readonly data: ProcessedData,
		private readonly mode = 'trigger',
	) {}

	context(): Context {
		const additionalData = { hooks: this.hooks };
		return { ...contextOf(this.data, this.mode), additionalData } as Context;
	}

	async end(status: string): Promise<void> {
		for (const handler of this.handlers) await handler({ status });
	}
}

const accepted = (taskId: string, at = Date.now()): LedgerEntry => ({
	state: 'accepted',
	at,
	taskId,
});

/** An execution that writes an entry down and then is stopped. */
async function leave(data: ProcessedData, entry: LedgerEntry, key = '0:0:print'): Promise<void> {
	const notes = notesOf(contextOf(data, 'trigger'));
	await notes.write(key, { state: 'sending', at: entry.at });
	await notes.write(key, entry);
	await notes.close(false);
}

async function recalled(context: Context, key = '0:0:print'): Promise<LedgerEntry | undefined> {
	const ledger = ledgerIn({});
	const notes = notesOf(context);
	await notes.recall([key], ledger);
	await notes.close(false);
	return ledger.get(key);
}

describe('notes of a node that did not come to its end', () => {
	it('are found by the retry of its execution', async () => {
		const data = new ProcessedData();
		const entry = accepted('c4f3-d2e1_task:9.z');
		await leave(data, entry);
		expect(await recalled(contextOf(data))).toEqual(entry);
	});

	it('are not found by a new execution, nor for another item or request', async () => {
		const data = new ProcessedData();
		await leave(data, accepted('task-1'));
		expect(await recalled(contextOf(data, 'trigger'))).toBeUndefined();
		expect(await recalled(contextOf(data), '0:1:print')).toBeUndefined();
		expect(await recalled(contextOf(data), '0:0:other')).toBeUndefined();
	});

	it('are named to a new execution of the same request, again and again', async () => {
		const data = new ProcessedData();
		await leave(data, accepted('task-1'));
		await leave(data, accepted('task-2'));
		const notes = notesOf(contextOf(data, 'trigger'));
		const left = async () => [...(await notes.leftBehind(['0:0:print', '0:1:print']))];
		expect(await left()).toEqual([['0:0:print', ['task-1', 'task-2']]]);
		expect(await left()).toEqual([['0:0:print', ['task-1', 'task-2']]]);
		expect(await recalled(contextOf(data))).toMatchObject({ taskId: 'task-1' });
	});

	it.each<[string, LedgerEntry]>([
		['no task is known', { state: 'sending', at: Date.now() }],
		['the provider has ended it', { ...accepted('task-1'), state: 'failed' }],
		['it is too old', accepted('task-1', Date.now() - 49 * 60 * 60 * 1000)],
	])('are not named where %s', async (_, entry) => {
		const data = new ProcessedData();
		await leave(data, entry);
		const notes = notesOf(contextOf(data, 'trigger'));
		expect(await notes.leftBehind(['0:0:print'])).toEqual(new Map());
	});

	it('are not named while their node is running', async () => {
		const data = new ProcessedData();
		const running = notesOf(contextOf(data, 'trigger', 'busy too'));
		await running.write('0:0:print', accepted('task-1'));
		const notes = notesOf(contextOf(data, 'trigger', 'busy too'));
		expect(await notes.leftBehind(['0:0:print'])).toEqual(new Map());
		await running.close(false);
		expect(await notes.leftBehind(['0:0:print'])).toEqual(new Map([['0:0:print', ['task-1']]]));
	});

	it('go to the log of the process as well, with the task and the execution', async () => {
		const notes = notesOf(contextOf({}, 'trigger'));
		await notes.write('0:0:print', { state: 'sending', at: Date.now() });
		await notes.write('0:0:print', accepted('task-1'));
		expect(logged).toEqual(['Execution 231, node "Video": task task-1 was submitted']);
	});

	it('say that a submit was on its way, where no answer had come', async () => {
		const data = new ProcessedData();
		const notes = notesOf(contextOf(data, 'trigger'));
		const at = Date.now();
		await notes.write('0:0:print', { state: 'sending', at });
		await notes.close(false);
		expect(await recalled(contextOf(data))).toEqual({ state: 'sending', at });
	});

	it('are struck out when the node ends, and when the submit was refused', async () => {
		const data = new ProcessedData();
		const notes = notesOf(contextOf(data, 'trigger'));
		await notes.write('0:0:print', { state: 'sending', at: Date.now() });
		await notes.write('0:0:print', null);
		expect(data.row).toEqual([]);
		await notes.write('0:1:print', accepted('task-1'));
		await notes.close(true);
		expect(data.row).toEqual([]);
	});

	it('of two executions with the same request go to one retry each, the older first', async () => {
		const data = new ProcessedData();
		const [older, newer] = [accepted('task-1'), accepted('task-2')];
		await leave(data, older);
		await leave(data, newer);
		const ledgers = [ledgerIn({}), ledgerIn({})];
		for (const ledger of ledgers) {
			await notesOf(contextOf(data)).recall(['0:0:print'], ledger);
		}
		expect(ledgers.map((ledger) => ledger.get('0:0:print'))).toEqual([older, newer]);
	});

	it('of a node that is still running are nobody else’s', async () => {
		const data = new ProcessedData();
		const running = notesOf(contextOf(data, 'trigger', 'busy'));
		await running.write('0:0:print', accepted('task-1'));
		expect(await recalled(contextOf(data, 'retry', 'busy'))).toBeUndefined();
		await running.close(false);
		expect(await recalled(contextOf(data, 'retry', 'busy'))).toMatchObject({ taskId: 'task-1' });
	});

	it('are too old after two days', async () => {
		const data = new ProcessedData();
		await leave(data, accepted('task-1', Date.now() - 49 * 60 * 60 * 1000));
		expect(await recalled(contextOf(data))).toBeUndefined();
	});

	it('are whole, however many items write at a time', async () => {
		const data = new ProcessedData();
		const notes = notesOf(contextOf(data, 'trigger'));
		const keys = Array.from({ length: 20 }, (_, item) => `0:${item}:print`);
		await Promise.all(keys.map(async (key) => await notes.write(key, accepted(`task ${key}`))));
		await notes.close(false);
		const ledger = ledgerIn({});
		await notesOf(contextOf(data)).recall(keys, ledger);
		expect(keys.map((key) => ledger.get(key)?.taskId)).toEqual(keys.map((key) => `task ${key}`));
	});

	it('of a task whose ID cannot be written down say that it may exist', async () => {
		const data = new ProcessedData();
		const at = Date.now();
		await leave(data, accepted('任务', at));
		expect(await recalled(contextOf(data))).toEqual({ state: 'unknown', at });
	});

	it.each([
		['has no such memory', {}],
		[
			'cannot reach it',
			{
				checkProcessedAndRecord: async () => await Promise.reject(new Error('no database')),
				removeProcessed: async () => await Promise.reject(new Error('no database')),
			},
		],
	])('are done without where n8n %s', async (_, helpers) => {
		const notes = notesOf(contextOf(helpers));
		await notes.write('0:0:print', accepted('task-1'));
		await notes.recall(['0:0:print'], ledgerIn({}));
		expect(await notes.leftBehind(['0:0:print'])).toEqual(new Map());
		await notes.close(true);
		expect(await recalled(contextOf(helpers))).toBeUndefined();
	});
});

describe('notes of a node whose execution goes on', () => {
	const KEY = '0:0:print';

	it.each(['success', 'error', 'waiting'])(
		'are struck out when it ends as %s, and not before',
		async (status) => {
			const data = new ProcessedData();
			const execution = new Execution(data);
			const notes = notesOf(execution.context());
			await notes.write(KEY, accepted('task-1'));
			await notes.close(true);
			expect(data.row).not.toEqual([]);
			await execution.end(status);
			expect(data.row).toEqual([]);
		},
	);

	it('are found by its retry where it is stopped behind the node', async () => {
		const data = new ProcessedData();
		const execution = new Execution(data);
		const notes = notesOf(execution.context());
		const entry = accepted('task-1');
		await notes.write(KEY, entry);
		await notes.close(true);
		expect(await recalled(contextOf(data))).toBeUndefined();
		await execution.end('canceled');
		expect(await recalled(contextOf(data))).toEqual(entry);
	});

	it('are found by a retry that counts its runs from one, as after a crash', async () => {
		const data = new ProcessedData();
		const execution = new Execution(data);
		for (const pass of [0, 1]) {
			const notes = notesOf(execution.context(), pass);
			await notes.write(`${pass}:0:print`, accepted(`task-${pass}`));
			await notes.close(true);
		}
		await execution.end('canceled');
		const retry = new Execution(data, 'retry');
		const ledger = ledgerIn({});
		for (const pass of [1, 2]) {
			const notes = notesOf(retry.context(), pass);
			await notes.recall([`${pass}:0:print`], ledger);
			await notes.close(true);
		}
		expect(['1:0:print', '2:0:print'].map((key) => ledger.get(key)?.taskId)).toEqual([
			'task-0',
			'task-1',
		]);
	});

	it('are those of the last of its tries', async () => {
		const data = new ProcessedData();
		const execution = new Execution(data);
		for (const taskId of ['failed-1', 'task-2']) {
			const notes = notesOf(execution.context());
			await notes.write(KEY, accepted(taskId));
			await notes.close(true);
		}
		await execution.end('canceled');
		expect(await recalled(contextOf(data))).toMatchObject({ taskId: 'task-2' });
	});
});

it('a text can be read as it was spelled', async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({ maxLength: 200 }), fc.array(fc.string()), async (text, others) => {
			const words = new Set([...others, ...(spelled('page', text) ?? [])]);
			const known = async (asked: readonly string[]) =>
				await Promise.resolve(new Set(asked.filter((word) => words.has(word))));
			expect(await read('page', known)).toBe(text);
		}),
		{ numRuns: 300 },
	);
});
