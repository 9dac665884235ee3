import type { INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { credentialsFor, PROVIDER_NAMES } from '../harness/providers';
import { runNode, videoOf } from '../harness/harness';
import { useSimulator } from '../harness/simulator';

jest.setTimeout(180_000);

const sim = useSimulator({ renderMs: 100 });

const submit = async (provider: ProviderName, prompts: string[]) =>
	await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: '={{ $json.prompt }}', waitMode: 'submit' },
	});

const get = async (
	provider: ProviderName,
	taskIds: string[],
	parameters: INodeParameters = {},
	settings = {},
) =>
	await runNode({
		node: 'soraGetResult',
		items: taskIds.map((taskId) => ({ json: { taskId } })),
		credentials: credentialsFor(sim, provider),
		parameters: { provider, taskId: '={{ $json.taskId }}', ...parameters },
		settings,
	});

describe.each(PROVIDER_NAMES)('Sora Get Result with %s', (provider) => {
	it('submits now and fetches the video later', async () => {
		const submitted = await submit(provider, ['waves', 'dunes']);
		const ids = submitted.items.map(({ json }) => String(json.taskId));
		expect(ids.sort()).toEqual(sim.bills.map(({ taskId }) => taskId).sort());
		const fetched = await get(provider, ids);
		expect(fetched.error).toBeUndefined();
		expect(fetched.items.map(({ json }) => [json.taskId, json.status])).toEqual(
			ids.map((id) => [id, 'completed']),
		);
		expect((await videoOf(fetched.items[0])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills.length).toBe(2);
	});

	it('passes an unfinished task on where that was asked for', async () => {
		sim.script(() => ({ renderMs: 60_000 }));
		const submitted = await submit(provider, ['waves']);
		const id = String(submitted.items[0].json.taskId);
		const start = Date.now();
		const fetched = await get(provider, [id], { whenUnfinished: 'return' });
		expect(fetched.items[0].json).toMatchObject({ taskId: id, videoUrl: null });
		expect(['queued', 'running']).toContain(fetched.items[0].json.status);
		expect(fetched.items[0].binary).toBeUndefined();
		expect(Date.now() - start).toBeLessThan(2_000);
	});

	it('says that it does not know a task, naming itself, the ID and what may be the cause', async () => {
		const id = provider === 'fal' ? 'acme/clip-1/requests/unheard-of-123' : 'unheard-of-123';
		const result = await get(provider, [id]);
		expect(result.error?.message).toContain('unheard-of-123');
		expect(result.error?.description).toMatch(/API key/);
		expect(result.error?.description).toMatch(/days/);
	});
});

describe('Sora Get Result', () => {
	it('takes an ID with white space around it, and the address of a result', async () => {
		const submitted = await submit('waveSpeed', ['waves']);
		const id = String(submitted.items[0].json.taskId);
		const url = `https://api.wavespeed.ai/api/v3/predictions/${id}/result`;
		const fetched = await get('waveSpeed', [`  ${id}\n`, url]);
		expect(fetched.items.map(({ json }) => json.taskId)).toEqual([id, id]);
		const polls = sim.requests.filter(({ kind }) => kind === 'status');
		expect(new Set(polls.map(({ path }) => path.split('/').at(-2)))).toEqual(new Set([id]));
	});

	it.each(['../../balance', 'a/b', 'x?y=1', 'a%2Fb', '', '..'])(
		'refuses %j as an ID before any request',
		async (taskId) => {
			const result = await get('waveSpeed', [taskId || ' ']);
			expect(result.error?.name).toBe('NodeOperationError');
			expect(sim.requests).toEqual([]);
		},
	);

	it('goes on with the others where one is unknown and the workflow goes on', async () => {
		const submitted = await submit('eachlabs', ['waves']);
		const id = String(submitted.items[0].json.taskId);
		const fetched = await get(
			'eachlabs',
			['unknown-1', id],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(fetched.items.map(({ json }) => json.status ?? 'unknown')).toEqual([
			'unknown',
			'completed',
		]);
	});

	it('leaves the video where it is, if asked to', async () => {
		const submitted = await submit('waveSpeed', ['waves']);
		const id = String(submitted.items[0].json.taskId);
		const fetched = await get('waveSpeed', [id], { downloadVideo: false });
		expect(fetched.items[0].binary).toBeUndefined();
		expect(fetched.items[0].json.videoUrl).toMatch(/^http/);
		expect(sim.requests.filter(({ kind }) => kind === 'download')).toEqual([]);
	});
});
