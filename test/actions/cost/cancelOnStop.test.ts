import { setTimeout as sleep } from 'node:timers/promises';
import { runNode } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 60_000 });

/** Both tasks are submitted, and their answers have come. */
async function bothAreThere(): Promise<void> {
	while (sim.bills.length < 2) await sleep(50);
	await sleep(500);
}

/** Stops the execution once both tasks are there. @returns milliseconds until n8n has let go of it. */
async function stopped(provider: string, cancelOnStop: boolean): Promise<number> {
	const key = { apiKey: 'test-key', webhookSecret: '' };
	let stoppedAt = 0;
	const settled = new Promise<void>((resolve) => {
		void runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }, { json: {} }],
			credentials: {
				eachlabsApi: { ...key, baseUrl: sim.baseUrl('eachlabs') },
				waveSpeedApi: { ...key, baseUrl: sim.baseUrl('waveSpeed') },
			},
			parameters: { provider, prompt: 'waves', options: { cancelOnStop } },
			onSettled: resolve,
			onStart: (stop) => {
				void bothAreThere().then(() => {
					stoppedAt = Date.now();
					stop();
				});
			},
		}).catch(() => undefined);
	});
	await settled;
	return Date.now() - stoppedAt;
}

const cancels = () =>
	sim.requests.filter(({ kind }) => kind === 'cancel').map(({ taskId }) => taskId);

it('cancels all tasks at once when the execution is stopped', async () => {
	expect(await stopped('eachlabs', true)).toBeLessThan(2_500);
	expect(sim.bills).toHaveLength(2);
	expect(cancels().sort()).toEqual(sim.bills.map(({ taskId }) => taskId).sort());
});

it('gives up after two seconds', async () => {
	sim.faults.add({ provider: 'eachlabs', on: 'cancel', fault: 'hang', times: Infinity });
	expect(await stopped('eachlabs', true)).toBeLessThan(3_500);
	expect(cancels()).toHaveLength(2);
});

it.each([
	['eachlabs', false],
	['waveSpeed', true],
])('sends nothing at %s with %p', async (provider, cancelOnStop) => {
	expect(await stopped(provider, cancelOnStop)).toBeLessThan(1_000);
	const sent = sim.requests.length;
	await sleep(1_500);
	expect(cancels()).toEqual([]);
	expect(sim.requests).toHaveLength(sent);
});
