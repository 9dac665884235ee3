/** Whatever is stopped, crashes or is retried: no task is paid twice, lost, or given to two items. */

import fc from 'fast-check';
import type { LedgerEntry } from '../../../nodes/Sora/engine/ports';
import { Process, type Execution } from '../../harness/journalWorld';
import { cases, SEED } from '../../harness/properties';

const KEYS = ['0:0:waves', '0:1:dunes', '0:40:waves.1', '0:2:clouds'];

type End = 'success' | 'error' | 'canceled';

/** An execution, and what n8n has stored of its node's context. */
interface Run {
	id: string;
	/** The execution that was retried first of all. */
	root: string;
	/** As it was when the execution began, and once it has ended by itself. */
	context: Record<string, LedgerEntry>;
}

interface Task {
	taskId: string;
	root: string;
	key: string;
	hasFailed: boolean;
}

/** n8n and a provider, and what nobody of them may do. */
class World {
	private process = new Process();
	private readonly runs: Run[] = [];
	readonly tasks: Task[] = [];
	/** By root. n8n does not retry what runs, and nobody retries what has been done. */
	private readonly running = new Set<string>();
	private readonly done = new Set<string>();
	private ids = 100;

	/** Executions side by side, in one process. */
	async start(plans: readonly Plan[]): Promise<void> {
		const dead = this.process.connection;
		const crashes = plans.flatMap(({ crashAfter }) => crashAfter ?? []);
		if (crashes.length > 0) dead.dieAfter = Math.min(...crashes);
		const running = Promise.all(plans.map(async (plan) => await this.run(plan)));
		await Promise.race([running, dead.death]);
		dead.dieAfter = Infinity;
		if (crashes.length > 0) await this.restart();
		this.running.clear();
	}

	private get retryable(): Run[] {
		return this.runs.filter(({ root }) => !this.running.has(root) && !this.done.has(root));
	}

	private async restart(): Promise<void> {
		this.process.connection.dieAfter = 0;
		// What was on its way to the database has come there, or never will.
		await new Promise((resolve) => setTimeout(resolve, 1));
		this.process = new Process(this.process.data);
	}

	private async run({ retries, keys, end, refuses, fails }: Plan): Promise<void> {
		const { process } = this;
		const retried = this.retryable[retries ?? -1];
		const id = String(++this.ids);
		const root = retried?.root ?? id;
		const run = { id, root, context: { ...retried?.context } };
		this.running.add(root);
		this.runs.push(run);
		const execution = process.execution({
			id,
			resumeToken: root,
			...(retried ? { mode: 'retry', retryOf: retried.id } : {}),
		});
		const context = { ...run.context };
		await this.node(execution, run, context, keys, refuses, fails);
		// n8n stores the execution first, and tells us then.
		if (end !== 'canceled') run.context = context;
		if (end === 'success') this.done.add(root);
		await execution.end(end);
		this.running.delete(root);
	}

	private async node(
		execution: Execution,
		run: Run,
		context: Record<string, LedgerEntry>,
		keys: readonly string[],
		refuses: readonly string[],
		fails: readonly string[],
	): Promise<void> {
		const journal = await execution.journal();
		const open = keys.filter((key) => (context[key]?.state ?? 'failed') === 'failed');
		const { entries } = await journal.restore(open);
		const { root } = run;
		for (const [key, entry] of entries) {
			context[key] = entry;
			if (entry.taskId === undefined) continue;
			const owner = this.tasks.find(({ taskId }) => taskId === entry.taskId);
			expect(owner).toMatchObject({ root, key });
		}
		await Promise.all(
			keys.map(async (key) => {
				const record = async (entry: LedgerEntry | null) => {
					if (entry === null) delete context[key];
					else context[key] = entry;
					await journal.write(key, entry);
				};
				const before = context[key]?.state ?? 'failed';
				if (before === 'failed') {
					const at = Date.now();
					await record({ state: 'sending', at });
					if (refuses.includes(key)) {
						await record(null);
						return;
					}
					const task = { taskId: `task-${this.tasks.length}`, root, key, hasFailed: false };
					this.tasks.push(task);
					await record({ state: 'accepted', at, taskId: task.taskId });
				}
				const { taskId, state } = context[key];
				if (state !== 'accepted' || !fails.includes(key)) return;
				for (const task of this.tasks) if (task.taskId === taskId) task.hasFailed = true;
				await record({ state: 'failed', at: Date.now(), taskId });
			}),
		);
		await journal.close(true);
	}

	/** A retry of everything that can be retried, without any trouble: it finds what was paid. */
	async settle(): Promise<void> {
		for (let rounds = 0; this.retryable.length > 0; rounds++) {
			expect(rounds).toBeLessThan(100);
			const plan = { keys: KEYS, end: 'success' as const, refuses: [], fails: [] };
			await this.start([{ ...plan, retries: 0, crashAfter: null }]);
		}
	}
}

interface Plan {
	/** The how-manieth of what can be retried; null for a new execution. */
	retries: number | null;
	keys: readonly string[];
	end: End;
	/** The process dies after so many calls to the database. */
	crashAfter: number | null;
	/** The provider refuses these, and fails those. */
	refuses: readonly string[];
	fails: readonly string[];
}

const plan: fc.Arbitrary<Plan> = fc.record({
	retries: fc.option(fc.nat(3)),
	keys: fc.shuffledSubarray(KEYS, { minLength: 1 }),
	end: fc.constantFrom<End>('success', 'error', 'canceled', 'canceled'),
	crashAfter: fc.option(fc.nat(60), { freq: 2 }),
	refuses: fc.subarray(KEYS, { maxLength: 1 }),
	fails: fc.subarray(KEYS, { maxLength: 1 }),
});

jest.setTimeout(600_000);

it('no task is paid twice, lost, or given to two items, whatever is stopped, crashes or is retried', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.array(plan, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
			async (steps) => {
				const world = new World();
				for (const step of steps) {
					// Two retries of one execution at the same moment are two executions.
					const [first, ...others] = step;
					await world.start([first, ...others.map((one) => ({ ...one, retries: null }))]);
				}
				await world.settle();
				const paid = world.tasks.filter(({ hasFailed }) => !hasFailed);
				const items = paid.map(({ root, key }) => `${root} ${key}`);
				expect(items).toEqual([...new Set(items)]);
			},
		),
		{
			numRuns: cases(8),
			seed: SEED,
		},
	);
});
