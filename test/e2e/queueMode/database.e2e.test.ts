import { itemsOf, type WorkflowFile } from '../../../support/n8n/api';
import { until } from '../../../support/n8n/until';
import { probe } from '../stages/probe';
import { sampleWorkflow } from '../stages/stage';
import { begin, NODE, untilSuspended, prompts, statusCalls } from '../stages/suspendStage';
import { Queue } from '../stages/queueStage';
import { MORE_ROUNDS, survive } from '../stages/randomKills';

jest.setTimeout(300_000 + MORE_ROUNDS * 60_000);

const READ = 'Use the video';

/**
 * The sample, with a node behind it that reads the video: the editor cannot show what a trigger has
 * stored in the database, because n8n notes no execution with it.
 */
async function collecting(): Promise<WorkflowFile> {
	const sample = await sampleWorkflow('collect-videos');
	const nodes = sample.nodes.map((node) => {
		if (node.name !== READ) return node;
		const parameters = { operation: 'binaryToPropery', options: {} };
		return { ...node, type: 'n8n-nodes-base.extractFromFile', parameters };
	});
	return { ...sample, nodes };
}

describe('n8n in queue mode, with PostgreSQL, a webhook processor and two workers', () => {
	const queue = new Queue();
	let collectId: string;

	beforeAll(async () => {
		await queue.open({});
		collectId = await queue.api.createWorkflow(await collecting());
		await queue.api.activate(collectId);
	});
	afterAll(async () => await queue.close());

	it.each(['soraTextToVideo', 'soraImageToVideo'] as const)(
		'%s waits in a worker, and its videos are in the database for all',
		async (node) => {
			const image = { imageSource: 'url', imageUrl: queue.simulator.imageFileUrl('photo.jpg') };
			const parameters = { waitMode: 'wait', ...(node === 'soraImageToVideo' ? image : {}) };
			const execution = await queue.api.ended(await queue.start({ node, parameters }));
			expect(execution.data.resultData.error?.message).toBeUndefined();
			for (const id of await queue.playable(execution, 2)) expect(id).toMatch(/^database:/);
			expect(queue.workersOf(execution.id)).toHaveLength(1);
		},
	);

	it('Sora Get Result fetches in a worker what another execution has submitted', async () => {
		const submitted = await queue.api.ended(
			await queue.start({ parameters: { waitMode: 'submit' } }),
		);
		const items = itemsOf(submitted, NODE).map(({ json }) => ({ taskId: json.taskId }));
		const parameters = { taskId: '={{ $json.taskId }}' };
		const fetched = await queue.api.ended(
			await queue.start({ node: 'soraGetResult', parameters }, items),
		);
		await queue.playable(fetched, 2);
		expect(itemsOf(fetched, NODE).map(({ json }) => json.taskId)).toEqual(
			items.map(({ taskId }) => taskId),
		);
	});

	it.each(['waveSpeed', 'eachlabs'] as const)(
		'a worker suspends for %s, the webhook processor is called back, and a worker goes on',
		async (provider) => {
			const bills = queue.simulator.bills.length;
			const execution = await queue.api.ended(await queue.start({ provider }, prompts(3)));
			expect(execution.data.resultData.error?.message).toBeUndefined();
			await queue.playable(execution, 3);
			expect(queue.workersOf(execution.id).length).toBeGreaterThanOrEqual(1);
			expect(queue.simulator.bills).toHaveLength(bills + 3);
			const ids = itemsOf(execution, NODE).map(({ json }) => String(json.taskId));
			const calls = statusCalls(queue.simulator);
			for (const id of ids) expect(calls.get(id)).toBeLessThanOrEqual(2);
		},
	);

	describe('suspended, while every worker is killed', () => {
		/** Two tasks that only end when they are told to. */
		async function suspend() {
			const bills = queue.simulator.bills.length;
			queue.simulator.script(() => ({ outcome: 'never' }));
			const id = await queue.start({});
			await untilSuspended(queue.api, id);
			queue.simulator.script(() => undefined);
			const [owner] = queue.workersOf(id);
			const others = queue.n8n.workers.filter(({ name }) => name !== owner);
			const workers = [...queue.n8n.workers.filter(({ name }) => name === owner), ...others];
			return { id, bills, workers, tasks: queue.simulator.bills.slice(bills) };
		}
		const end = (tasks: Array<{ taskId: string }>) => {
			for (const { taskId } of tasks) queue.simulator.end(taskId, { outcome: 'completed' });
		};

		it('comes back with the callbacks, once workers are there again', async () => {
			const { id, bills, workers, tasks } = await suspend();
			await Promise.all(workers.map((worker) => worker.kill()));
			await Promise.all(workers.map((worker) => worker.start()));
			end(tasks);
			await queue.playable(await queue.api.ended(id), 2);
			expect(queue.simulator.bills).toHaveLength(bills + 2);
		});

		it('is given up by n8n where the callbacks come before, and Retry fetches the videos', async () => {
			const { id, bills, workers, tasks } = await suspend();
			await Promise.all(workers.map((worker) => worker.kill()));
			const calls = queue.simulator.deliveries.length;
			end(tasks);
			await until(
				'both callbacks',
				() => {
					const taken = queue.simulator.deliveries.slice(calls);
					return Promise.resolve(taken.filter(({ status }) => status === 200).length === 2);
				},
				20_000,
			);
			// n8n's own recovery takes what its dead worker had begun for crashed.
			for (const worker of workers) await worker.start();
			expect((await queue.api.ended(id)).status).toBe('crashed');
			const retried = await queue.api.ended(await queue.api.retry(id));
			await queue.playable(retried, 2);
			const taskIds = itemsOf(retried, NODE).map(({ json }) => String(json.taskId));
			expect(taskIds.sort()).toEqual(tasks.map(({ taskId }) => taskId).sort());
			expect(queue.simulator.bills).toHaveLength(bills + 2);
		});
	});

	it('a worker that is killed while it waits leaves its tasks in its log, and to the next execution', async () => {
		const bills = queue.simulator.bills.length;
		const wanted = { parameters: { waitMode: 'wait' } };
		const workflowId = await queue.publish('broken-off', wanted);
		queue.simulator.script(() => ({ outcome: 'never' }));
		const id = await begin(queue.api, workflowId, 'broken-off', prompts(2));
		// A task is polled once it's in the log and in n8n's database.
		const tasks = await until(
			'polls of both tasks',
			() => {
				const taskIds = queue.simulator.bills.slice(bills).map(({ taskId }) => taskId);
				const polls = statusCalls(queue.simulator);
				const polled = taskIds.filter((taskId) => polls.has(taskId));
				return Promise.resolve(polled.length === 2 && polled);
			},
			40_000,
		);
		queue.simulator.script(() => undefined);
		const [busy] = queue.workersOf(id);
		for (const taskId of tasks) expect(queue.logOf(busy)).toContain(taskId);
		const worker = queue.n8n.workers.find(({ name }) => name === busy);
		await worker?.kill();
		for (const taskId of tasks) queue.simulator.end(taskId, { outcome: 'completed' });

		const execution = await queue.api.ended(id);
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.error?.message).toContain('failed to be processed too many');
		// n8n has kept nothing of it: its retry ends at once, in the same words.
		const retried = await queue.api.ended(await queue.api.retry(id));
		expect(retried.status).toBe('error');
		expect(queue.simulator.bills).toHaveLength(bills + 2);

		await worker?.start();
		// The second one has left nothing behind, so the third is told of the first one's tasks only.
		for (let time = 0; time < 2; time++) {
			const next = await begin(queue.api, workflowId, 'broken-off', prompts(2));
			const items = itemsOf(await queue.api.ended(next), NODE);
			const warnings = items.flatMap(({ json }) => json.warnings as string[]);
			expect(warnings).toHaveLength(2);
			for (const taskId of tasks) {
				expect(warnings.join()).toContain(`Task ${taskId} was submitted for the same item`);
			}
		}
		const fetched = await queue.api.ended(
			await queue.start(
				{ node: 'soraGetResult', parameters: { taskId: '={{ $json.taskId }}' } },
				tasks.map((taskId) => ({ taskId })),
			),
		);
		await queue.playable(fetched, 2);
		expect(queue.simulator.bills).toHaveLength(bills + 6);
	});

	it('workers that are killed at random cost no video, and nothing is paid for twice', async () => {
		const rounds = 2 + MORE_ROUNDS;
		await survive(queue, { name: 'workers', rounds, victims: queue.n8n.workers });
	});

	it('Sora Trigger polls in the main process, and starts executions in the workers', async () => {
		const started = await until(
			'the trigger',
			async () => {
				const executions = await queue.api.executions(collectId);
				return executions.length > 0 && executions;
			},
			90_000,
		);
		const execution = await queue.api.ended(started[0].id);
		expect(execution.status).toBe('success');
		expect(queue.workersOf(execution.id)).toHaveLength(1);
		const items = itemsOf(execution, READ);
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of items) {
			const video = Buffer.from(String(json.data), 'base64');
			expect(probe(video)).toMatchObject({ videoCodec: 'h264' });
		}
	});
});
