import { join } from 'node:path';
import { MORE_ROUNDS, survive } from '../stages/randomKills';
import { Queue } from '../stages/queueStage';

jest.setTimeout(300_000 + MORE_ROUNDS * 60_000);

/** What n8n has lost is given up by its timer after as long again, and a minute. */
const QUICK_TO_TIME_OUT = { waitTimeout: 30 };

describe('n8n in queue mode, with files in a folder that all processes share', () => {
	const queue = new Queue();
	const shared = join(queue.folder, 'files');

	beforeAll(
		async () =>
			await queue.open({
				N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
				N8N_BINARY_DATA_STORAGE_PATH: shared,
			}),
	);
	afterAll(async () => await queue.close());

	it.each(['wait', 'suspend'])(
		'%s: a worker writes the videos, the main process reads them',
		async (waitMode) => {
			const execution = await queue.api.ended(await queue.start({ parameters: { waitMode } }));
			expect(execution.data.resultData.error?.message).toBeUndefined();
			for (const id of await queue.playable(execution, 2)) expect(id).toMatch(/^filesystem/);
		},
	);

	it('workers that are killed at random cost no video there either', async () => {
		const rounds = 1 + MORE_ROUNDS;
		const options = QUICK_TO_TIME_OUT;
		await survive(queue, { name: 'shared-files', rounds, victims: queue.n8n.workers, options });
	});

	it('what is suspended ends well though the webhook processor is killed while callbacks are due', async () => {
		const struck = await survive(queue, {
			name: 'webhooks',
			rounds: 1 + MORE_ROUNDS,
			waitModes: ['suspend', 'suspend', 'suspend'],
			victims: [queue.n8n.webhooks],
			options: QUICK_TO_TIME_OUT,
		});
		for (const { execution, prompts: all } of struck) {
			expect(execution.data.resultData.error?.message).toBeUndefined();
			await queue.playable(execution, all.length);
		}
	});
});
