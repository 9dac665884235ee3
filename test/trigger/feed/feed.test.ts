import fc from 'fast-check';
import { Account } from './listedAccount';

const NOON = Date.parse('2026-11-21T12:00:00Z');

type Step =
	| { do: 'create'; count: number; hiddenFor: number; hasEnded: boolean }
	| { do: 'end'; which: number }
	| { do: 'delete'; which: number }
	| { do: 'time'; seconds: number }
	| { do: 'poll' }
	| { do: 'pollBroken'; pages: number }
	| { do: 'pollWhileListShifts'; by: 'creation' | 'deletion'; which: number }
	| { do: 'crash' };

const which = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('create' as const),
			count: fc.integer({ min: 1, max: 8 }),
			hiddenFor: fc.constantFrom(0, 0, 0, 1),
			hasEnded: fc.boolean(),
		}),
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), which }) },
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('time' as const),
			seconds: fc.constantFrom(0, 1, 60, 600, 7200),
		}),
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('poll' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('pollBroken' as const), pages: fc.nat(4) }),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('pollWhileListShifts' as const),
			by: fc.constantFrom('creation' as const, 'deletion' as const),
			which,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
);

/** Carries the story out, then ends every task and polls until all is quiet. */
async function play(before: number, steps: readonly Step[]) {
	const account = new Account();
	let now = NOON;
	for (let i = 0; i < before; i++) {
		account.create(now - (before - i) * 1000, { hasEnded: i % 3 !== 0 });
	}
	const past = new Set(account.rows.filter(({ hasEnded }) => hasEnded).map(({ id }) => id));
	await account.poll();
	for (const taken of steps) {
		const row = 'which' in taken ? account.rows[taken.which % account.rows.length] : undefined;
		if (taken.do === 'create') {
			const { hiddenFor, hasEnded } = taken;
			for (let i = 0; i < taken.count; i++) account.create(now, { hiddenFor, hasEnded });
		}
		if (taken.do === 'end' && row) row.hasEnded = true;
		if (taken.do === 'time') {
			now += taken.seconds * 1000;
			const { clock } = account.server;
			await clock.run(clock.sleep(taken.seconds * 1000));
			// Nothing is listed more than some minutes late.
			if (taken.seconds > 60) for (const row of account.rows) row.hiddenFor = 0;
		}
		if (taken.do === 'crash') account.crash();
		if (taken.do === 'pollBroken') account.breakAfter = taken.pages;
		if (taken.do === 'pollWhileListShifts') {
			// What goes in mid-list has gone out before, so that nothing is lost by right.
			account.afterPage = () => {
				if (taken.by === 'creation') account.create(now, { hasEnded: true });
				else if (row && (past.has(row.id) || account.emitted.includes(row.id)))
					row.isDeleted = true;
				account.afterPage = () => undefined;
			};
		}
		if (taken.do.startsWith('poll')) await account.poll();
	}
	for (const row of account.rows) row.hasEnded = true;
	for (let i = 0; i < 4; i++) await account.poll();
	const due = account.rows.filter(({ id }) => !past.has(id)).map(({ id }) => id);
	return { account, due };
}

describe('an account that is watched', () => {
	it('has each task emitted exactly once, whatever its list and n8n do', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(12), fc.array(step, { maxLength: 40 }), async (before, steps) => {
				const { account, due } = await play(before, steps);
				expect([...account.emitted].sort()).toEqual([...due].sort());
			}),
			{ numRuns: 1000 },
		);
	}, 120_000);

	it('has a thousand tasks of the same second emitted once each', async () => {
		const account = new Account(100);
		await account.poll();
		for (let i = 0; i < 1000; i++) account.create(NOON, { hasEnded: true });
		for (let i = 0; i < 3; i++) await account.poll();
		expect(account.emitted).toHaveLength(1000);
		expect(new Set(account.emitted).size).toBe(1000);
	});

	it('has more completions than can be remembered emitted once each, through a crash', async () => {
		const account = new Account(100);
		account.create(NOON, { hasEnded: true });
		await account.poll();
		for (let i = 0; i < 850; i++) account.create(NOON + i * 1000, { hasEnded: true });
		await account.poll();
		for (let i = 0; i < 850; i++) account.create(NOON + (850 + i) * 1000, { hasEnded: true });
		await account.poll();
		account.crash();
		await account.poll();
		await account.poll();
		expect(account.emitted).toHaveLength(1700);
		expect(new Set(account.emitted).size).toBe(1700);
	});

	it('has a task emitted that was listed some polls late', async () => {
		const account = new Account();
		await account.poll();
		const late = account.create(NOON, { hasEnded: true, hiddenFor: 4 });
		for (let poll = 1; poll <= 5; poll++) {
			account.create(NOON + poll * 60_000 - 30_000, { hasEnded: true });
			await account.poll();
		}
		expect(account.emitted).toContain(late.id);
		expect(account.emitted).toHaveLength(6);
	});

	it('has tasks emitted although one says that it is of next year', async () => {
		const account = new Account();
		account.create(NOON, { hasEnded: true });
		await account.poll();
		const odd = account.create(NOON + 365 * 24 * 3_600_000, { hasEnded: true });
		const tasks = [odd];
		for (let poll = 1; poll <= 5; poll++) {
			tasks.push(account.create(NOON + poll * 60_000, { hasEnded: true }));
			await account.poll();
		}
		expect([...account.emitted].sort()).toEqual(tasks.map(({ id }) => id).sort());
	});

	it('keeps its watermark while a part of the list is unknown', async () => {
		const account = new Account();
		for (let i = 0; i < 9; i++) account.create(NOON + i * 3_600_000, { hasEnded: true });
		await account.poll();
		for (let i = 9; i < 18; i++) account.create(NOON + i * 3_600_000, { hasEnded: true });
		await account.poll();
		const { since } = account.memory as { since: number };
		for (let poll = 0; poll < 3; poll++) {
			account.breakAfter = 1;
			await account.poll();
			expect(account.memory).toMatchObject({ since });
		}
		await account.poll();
		expect((account.memory as { since: number }).since).toBeGreaterThan(since);
	});

	it('is not read back to its last busy minutes forever', async () => {
		const account = new Account(100);
		const { clock } = account.server;
		await account.poll();
		for (let i = 0; i < 1000; i++) account.create(NOON + i * 100, { hasEnded: true });
		let pages = 0;
		for (let minute = 0; minute < 10; minute++) {
			pages = 0;
			account.afterPage = () => void pages++;
			await account.poll();
			await clock.run(clock.sleep(60_000));
		}
		expect(pages).toBe(1);
		const [late] = [account.create(NOON + 200_000, { hasEnded: true })];
		await account.poll();
		expect(account.emitted).toHaveLength(1001);
		expect(account.emitted.at(-1)).toBe(late.id);
	});

	it('has tasks emitted once that say they are of the year 55000', async () => {
		const account = new Account();
		account.create(NOON, { hasEnded: true });
		await account.poll();
		const saysCreatedAt = '+055000-01-01T00:00:00.000Z';
		const tasks = [1, 2, 3].map((minute) =>
			account.create(NOON + minute * 60_000, { hasEnded: true, saysCreatedAt }),
		);
		for (let i = 0; i < 3; i++) await account.poll();
		tasks.push(account.create(NOON + 600_000, { hasEnded: true }));
		for (let i = 0; i < 3; i++) await account.poll();
		expect([...account.emitted].sort()).toEqual(tasks.map(({ id }) => id).sort());
	});

	it('has a task emitted that tells no time among others that do', async () => {
		const account = new Account();
		for (let i = 0; i < 5; i++) account.create(NOON + i * 60_000, { hasEnded: true });
		await account.poll();
		await account.poll();
		const untold = account.create(NOON + 360_000, { hasEnded: true, saysCreatedAt: null });
		await account.poll();
		const next = account.create(NOON + 420_000, { hasEnded: true });
		for (let i = 0; i < 3; i++) await account.poll();
		expect(account.emitted).toEqual([untold.id, next.id]);
	});

	it('is not searched for tasks again that have ended long ago', async () => {
		const account = new Account();
		for (let i = 0; i < 300; i++) account.create(NOON + i * 60_000, { hasEnded: true });
		await account.poll();
		await account.poll();
		let pages = 0;
		account.afterPage = () => void pages++;
		await account.poll();
		expect(pages).toBeLessThanOrEqual(4);
	});

	it('forgets a task that the provider has not known for three polls', async () => {
		const account = new Account();
		const task = account.create(NOON, { hasEnded: false });
		await account.poll();
		account.create(NOON + 3_600_000, { hasEnded: true });
		account.create(NOON + 7_200_000, { hasEnded: true });
		for (let i = 0; i < 3; i++) await account.poll();
		expect(JSON.stringify(account.memory)).toContain(task.id);
		task.isDeleted = true;
		await account.poll();
		await account.poll();
		expect(JSON.stringify(account.memory)).toContain(task.id);
		await account.poll();
		expect(JSON.stringify(account.memory)).not.toContain(task.id);
	});
});
