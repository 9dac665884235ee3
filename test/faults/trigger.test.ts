/** Sora Trigger and a server that falls silent: polls end, and every task still starts the workflow once. */

import { SHORTENED } from './shortTimes';
import { PROVIDER_NAMES } from '../../nodes/Sora/models/model';
import { LISTING, useAccount } from '../trigger/account';

jest.setTimeout(120_000);

const account = useAccount();
afterEach(() => jest.restoreAllMocks());

/** A poll reads a page of the list within this time, in milliseconds of the nodes' clock. */
const POLL_LIMIT_MS = 60_000;

/** Four videos that stall keep a fifth one waiting no longer than this. */
const MEANWHILE_MS = 100_000;

/** The last part of an ID: fal's begin with the model. */
const lastPart = (id: string) => id.split('/').at(-1) ?? id;

const elapsedMs = (startedAt: number) => (performance.now() - startedAt) * SHORTENED;

/** Later polls come when a back-off is over. */
function later(minutes: number): void {
	const real = performance.timeOrigin;
	jest
		.spyOn(Date, 'now')
		.mockImplementation(() => Math.round(real + performance.now()) + minutes * 60_000);
}

describe.each(LISTING)('a server that stalls at %s', (provider) => {
	it('in the list: the poll ends, and the task is emitted by a later one', async () => {
		const trigger = account.triggerOf(provider, { downloadVideo: false });
		await trigger.poll();
		account.past(provider, 1);
		account.sim.faults.add({ provider, on: 'list', fault: 'stall', times: Infinity });
		const startedAt = performance.now();
		expect(await trigger.poll()).toBeNull();
		expect(elapsedMs(startedAt)).toBeLessThan(POLL_LIMIT_MS);

		account.sim.faults.clear();
		later(30);
		await trigger.poll();
		expect(trigger.items).toHaveLength(1);
	});

	it('in four downloads: the fifth video comes meanwhile, and the four once it is over', async () => {
		const trigger = account.triggerOf(provider);
		await trigger.poll();
		const stalled = [5, 4, 3, 2].map((minutes) => account.past(provider, minutes).id);
		const healthy = account.past(provider, 1).id;
		account.sim.faults.add({
			provider,
			on: 'download',
			fault: 'stall',
			times: Infinity,
			match: ({ taskId }) => taskId !== null && stalled.includes(taskId),
		});
		const startedAt = performance.now();
		while (!trigger.taskIds.includes(healthy) && elapsedMs(startedAt) < MEANWHILE_MS) {
			await trigger.poll();
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		expect(trigger.taskIds).toEqual([healthy]);

		account.sim.faults.clear();
		while (trigger.items.length < 5 && elapsedMs(startedAt) < 3 * MEANWHILE_MS) {
			await trigger.poll();
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		expect([...trigger.taskIds].sort()).toEqual([...stalled, healthy].sort());
	});
});

describe.each(PROVIDER_NAMES)('a server that stalls at %s, with task IDs watched', (provider) => {
	it('in the status of ten tasks: the eleventh is emitted meanwhile, and the ten once it is over', async () => {
		const stalled = Array.from({ length: 10 }, () => account.past(provider, 5).id);
		const healthy = account.past(provider, 1).id;
		account.sim.faults.add({
			provider,
			on: 'status',
			fault: 'stall',
			times: Infinity,
			match: ({ path }) => stalled.some((id) => path.includes(lastPart(id))),
		});
		const taskIds = [...stalled, healthy].join(' ');
		const parameters = { watch: 'taskIds', taskIds, downloadVideo: false };
		const trigger = account.triggerOf(provider, parameters, { budgetMs: 60_000 / SHORTENED });
		const startedAt = performance.now();
		while (trigger.taskIds.length === 0 && elapsedMs(startedAt) < MEANWHILE_MS) {
			const polledAt = performance.now();
			await trigger.poll();
			expect(elapsedMs(polledAt)).toBeLessThan(2 * POLL_LIMIT_MS);
		}
		expect(trigger.taskIds).toEqual([healthy]);
		expect(trigger.errors).toEqual([]);

		account.sim.faults.clear();
		while (trigger.items.length < 11 && elapsedMs(startedAt) < 4 * MEANWHILE_MS) {
			await trigger.poll();
		}
		expect([...trigger.taskIds].sort()).toEqual([...stalled, healthy].sort());
	});
});
