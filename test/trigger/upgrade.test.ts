import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import { digestOf } from '../../nodes/Sora/trigger/feed/memory';
import { deserialise, serialise } from '../../nodes/Sora/trigger/feed/storedState';
import { useAccount } from './account';

const account = useAccount();
const NOON = Date.parse('2026-11-21T12:00:00Z');

/** Written by the first version: tasks 1 and 2 are handled, 0 and 3 are open, with failures and a back-off. */
const STORED = {
	version: 1,
	key: 'key',
	since: NOON,
	newest: NOON + 300_000,
	newsAt: NOON + 310_000,
	done: 'evqjRrS_krmwqcwzmoeGhtJwTU1pmwqcy9xc',
	open: ['mwqaqjk0 task-0', 'mwqczk80 task-3'],
	failures: { FySYCqCEu6: 2, rup_RovMoi: 1 },
	backOff: { until: NOON + 400_000, troubles: 2 },
};

describe('an active trigger, after an update', () => {
	it('knows all that the version before it has stored', () => {
		const memory = deserialise(STORED, 'key');
		expect(memory).toMatchObject({
			watermark: STORED.since,
			newest: STORED.newest,
			newsAt: STORED.newsAt,
			backOff: { until: STORED.backOff.until, consecutiveFailures: 2 },
		});
		expect([...(memory?.handled ?? [])]).toEqual([
			[digestOf('task-1'), NOON + 60_000],
			[digestOf('task-2'), NOON + 120_000],
		]);
		expect([...(memory?.open ?? [])]).toEqual([
			['task-0', NOON - 3_600_000],
			['task-3', NOON + 180_000],
		]);
		expect([...(memory?.failures ?? [])]).toEqual([
			[digestOf('task-3'), 2],
			[digestOf('missing task-0'), 1],
		]);
	});

	it('still knows it once it has stored it itself', () => {
		const memory = deserialise(STORED, 'key');
		if (memory === null) throw new Error('the state was not read');
		const again: unknown = JSON.parse(JSON.stringify(serialise(memory, 'key')));
		expect(deserialise(again, 'key')).toEqual(memory);
	});

	it('emits what has ended since, and nothing twice', async () => {
		const emitted = account.past('waveSpeed', 20);
		const ended = account.past('waveSpeed', 10);
		const open = account.add('waveSpeed', { at: Date.now() - 3_600_000 });
		const time = (ms: number) => ms.toString(36).padStart(8, '0');
		const watched = ['waveSpeed', 'account', account.sim.baseUrl('waveSpeed'), '1'];
		const key = createHash('sha256').update(JSON.stringify(watched)).digest('base64url');
		const soraFeed: IDataObject = {
			...STORED,
			key: key.slice(0, 16),
			since: Date.now() - 30 * 60_000,
			newest: Date.now() - 20 * 60_000,
			done: digestOf(emitted.id) + time(emitted.acceptedAt),
			open: [`${time(open.acceptedAt)} ${open.id}`],
			failures: {},
			backOff: null,
		};
		const trigger = account.triggerOf('waveSpeed', {}, { staticData: { soraFeed } });
		await trigger.poll();
		expect(trigger.taskIds).toEqual([ended.id]);
		account.sim.end(open.id, { outcome: 'completed' });
		await trigger.poll();
		expect(trigger.taskIds).toEqual([ended.id, open.id]);
	});
});
