import { BillQueue } from '../../../nodes/Sora/engine/cost/billQueue';
import { BILL_PATIENCE_MS } from '../../../nodes/Sora/engine/cost/billTasks';
import { BillServer, billingProvider, ended } from './bills';
import { fakeProvider } from '../fakeProvider';

const cents = (amount: number) => ({ amount: amount / 100, currency: 'USD' });

it('asks once for those that end at about the same time', async () => {
	const server = new BillServer();
	const queue = new BillQueue(billingProvider, server.ports);
	const costs = await server.clock.run(
		Promise.all([
			queue.costOf(ended('a')),
			queue.costOf(ended('bb')),
			server.clock.sleep(100).then(async () => await queue.costOf(ended('ccc'))),
			server.clock.sleep(1_000).then(async () => await queue.costOf(ended('dddd'))),
		]),
	);
	expect(costs).toEqual([cents(1), cents(2), cents(3), cents(4)]);
	expect(server.paths).toEqual(['/bills?ids=a,bb,ccc', '/bills?ids=dddd']);
});

it.each([
	['that runs', ended('a', { status: 'running' }), null],
	['whose cost is known', ended('a', { cost: cents(7) }), cents(7)],
	['that has no bill', ended('free of bills'), null],
])('asks nothing of a task %s', async (_, task, cost) => {
	const server = new BillServer();
	const queue = new BillQueue(billingProvider, server.ports);
	expect(queue.isOpen(task)).toBe(false);
	expect(await queue.costOf(task)).toEqual(cost);
	expect(server.paths).toEqual([]);
});

it('knows nothing where the provider has no bills', async () => {
	const server = new BillServer();
	expect(await new BillQueue(fakeProvider, server.ports).costOf(ended('a'))).toBeNull();
	expect(server.paths).toEqual([]);
});

it('waits for a bill that does not come five seconds, and no longer', async () => {
	const server = new BillServer();
	server.answer = () => ({ status: 200, ms: 60_000 });
	const start = server.clock.now();
	const queue = new BillQueue(billingProvider, server.ports);
	expect(await server.clock.run(queue.costOf(ended('a')))).toBeNull();
	expect(server.clock.now() - start).toBeLessThanOrEqual(BILL_PATIENCE_MS + 200);
});
