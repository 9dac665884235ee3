import { runNode } from '../harness/harness';
import { credentialsFor } from '../harness/providers';
import { useSimulator } from '../harness/simulator';

jest.setTimeout(30_000);

const sim = useSimulator({ renderMs: 1 });

async function get(taskId: string) {
	return await runNode({
		node: 'soraGetResult',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, 'waveSpeed'),
		parameters: { provider: 'waveSpeed', taskId, whenUnfinished: 'return', downloadVideo: false },
	});
}

function newTask(): string {
	return sim.addTask({ provider: 'waveSpeed', model: 'wan', at: Date.now() - 60_000 }).id;
}

it('reads a task at the path of the address that was pasted, below the base URL of the credential', async () => {
	const id = newTask();
	const result = await get(`https://api.wavespeed.ai/api/v3/predictions/${id}`);
	expect(result.items[0].json).toMatchObject({ taskId: id, status: 'completed' });
	expect(sim.requests.map(({ path }) => path)).toEqual([
		expect.stringMatching(new RegExp(`/api/v3/predictions/${id}$`)),
		expect.stringMatching(/\/billings\/search$/),
	]);
});

it('reads a task that a response shows', async () => {
	const id = newTask();
	const result = await get(JSON.stringify({ code: 200, data: { id, status: 'created' } }));
	expect(result.items[0].json).toMatchObject({ taskId: id, status: 'completed' });
});

it('asks for nothing where the text names no task', async () => {
	const result = await get('{"status": "created"}');
	expect(result.error?.message).toContain('The JSON contains no task ID');
	expect(sim.requests).toEqual([]);
});
