import '../../harness/silentResumeUrl';
import type { INodeParameters } from 'n8n-workflow';
import { misroutedReason, planCalls } from '../../../nodes/Sora/actions/suspend/selfCalls';
import { unreachableReason } from '../../../nodes/Sora/actions/suspend/reachability';
import { secretHash } from '../../../nodes/Sora/providers/shared/callback';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import { credentialsFor, PROVIDER_NAMES } from '../../harness/providers';
import { retryDataOf, runNode, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

// Everything here is on the loopback: what is not, is told.
jest.mock('../../../nodes/Sora/actions/suspend/reachability', () => {
	const actual = jest.requireActual<{ unreachableReason: typeof unreachableReason }>(
		'../../../nodes/Sora/actions/suspend/reachability',
	);
	return { ...actual, unreachableReason: jest.fn(actual.unreachableReason) };
});

const sim = useSimulator({ renderMs: 200 });
beforeEach(() => jest.mocked(planCalls).mockClear());

async function run(
	provider: ProviderName,
	prompts: string[],
	parameters: INodeParameters = {},
	more: Partial<RunOptions> = {},
) {
	return await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: credentialsFor(sim, provider),
		...more,
		parameters: { provider, prompt: '={{ $json.prompt }}', waitMode: 'suspend', ...parameters },
	});
}

/** What the node has left in its context. */
function contextOf({ run: { data } }: Awaited<ReturnType<typeof run>>) {
	return data.executionData?.contextData['node:Sora Text to Video'] as Record<string, unknown>;
}

/** Where each task's provider is to report its end. */
const callbackUrls = () => sim.tasks.map(({ webhook }) => webhook?.url ?? null);

const CALLING_BACK = PROVIDER_NAMES.filter((name) => PROVIDER_INFOS[name].can.callback);

describe.each(CALLING_BACK)('Suspend with %s', (provider) => {
	it('submits every item once, with the resume URL, and suspends the execution', async () => {
		sim.script(() => ({ outcome: 'never' }));
		const before = Date.now();
		const result = await run(provider, ['waves', 'dunes']);
		expect(result.error).toBeUndefined();
		expect(sim.bills.length).toBe(2);
		const url = expect.stringMatching(/^http:\/\/localhost:5678\/webhook-waiting\/execution-1/);
		expect(callbackUrls()).toEqual([url, url]);
		const waitTill = Number(result.run.waitTill);
		expect(waitTill - before).toBeGreaterThanOrEqual(960_000);
		expect(waitTill - Date.now()).toBeLessThanOrEqual(960_000);
		expect(result.items.map(({ json }) => [json.status, json.taskId])).toEqual(
			sim.bills.map(({ taskId }) => ['queued', taskId]),
		);
		expect(sim.requests.filter(({ kind }) => kind === 'status')).toEqual([]);
	});

	it('calls its own resume URL when callbacks must be lost, and at the deadline, with a token of which a hash is kept', async () => {
		sim.script(() => ({ outcome: 'never' }));
		const before = Date.now();
		const result = await run(provider, ['waves']);
		const [[executionId, { url, token, at, deadline }]] = jest.mocked(planCalls).mock.calls;
		expect(executionId).toBe('execution-1');
		expect(url).toBe(callbackUrls()[0]);
		expect(at - before).toBeGreaterThanOrEqual(120_000);
		expect(at).toBeLessThan(deadline);
		expect(deadline - before).toBeGreaterThanOrEqual(900_000);
		expect(JSON.stringify(result.run)).not.toContain(token);
		expect(contextOf(result).soraSuspension).toMatchObject({ tokenHash: secretHash(token) });
	});

	it('fails at once, and suspends nothing, where a submit is refused', async () => {
		sim.script(({ input }) =>
			input.prompt === 'dunes' ? { refuse: { status: 400, json: { error: 'no dunes' } } } : {},
		);
		const result = await run(provider, ['waves', 'dunes']);
		expect(result.error?.message).toMatch(/no dunes/);
		expect(result.error?.description).toContain(sim.bills[0].taskId);
		expect(result.run.waitTill).toBeUndefined();
	});

	it('ends at once where no item is left to wait for', async () => {
		sim.script(() => ({ refuse: { status: 400, json: { error: 'no dunes' } } }));
		const result = await run(
			provider,
			['waves', 'dunes'],
			{},
			{
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(result.run.waitTill).toBeUndefined();
		expect(result.items.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/no dunes/),
			expect.stringMatching(/no dunes/),
		]);
	});
});

describe.each<ProviderName>(['waveSpeed', 'eachlabs'])(
	'a wait instead of Suspend with %s',
	(provider) => {
		it('does not suspend a run that is tried again: its tasks report to the first one', async () => {
			sim.script(({ input }) =>
				input.prompt === 'dunes' ? { refuse: { status: 400, json: { error: 'no dunes' } } } : {},
			);
			const first = await run(provider, ['waves', 'dunes']);
			sim.script(() => undefined);
			const retryOf = retryDataOf(first.run);
			const second = await run(provider, ['waves', 'dunes'], {}, { retryOf });
			expect(second.run.waitTill).toBeUndefined();
			expect(second.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
			expect(sim.bills.map(({ input }) => input.prompt)).toEqual(['waves', 'dunes']);
		});

		it('waits where it runs as the tool of an AI agent', async () => {
			const result = await run(
				provider,
				['waves'],
				{},
				{
					settings: { type: 'n8n-nodes-sora.soraTextToVideoTool' },
				},
			);
			expect(result.run.waitTill).toBeUndefined();
			expect(result.items[0].json.status).toBe('completed');
			expect(callbackUrls()).toEqual([null]);
		});
	},
);

describe("what Eachlabs' tasks are told to prove themselves with", () => {
	it('is a secret for each task, of which only a hash is kept', async () => {
		sim.script(() => ({ outcome: 'never' }));
		const result = await run('eachlabs', ['waves', 'dunes']);
		const secrets = sim.tasks.map(({ webhook }) => webhook?.secret ?? '');
		expect(new Set(secrets).size).toBe(2);
		for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{48}$/);
		const { tasks } = contextOf(result).soraSuspension as { tasks: Array<{ secretHash: string }> };
		expect(tasks.map(({ secretHash: hash }) => hash)).toEqual(secrets.map(secretHash));
		for (const secret of secrets) expect(JSON.stringify(result.run)).not.toContain(secret);
	});
});

describe('what is refused before anything is submitted', () => {
	const OTHERS = PROVIDER_NAMES.filter((name) => !CALLING_BACK.includes(name));

	it.each(OTHERS)('Suspend with %s, which calls nobody back', async (provider) => {
		const result = await run(provider, ['waves']);
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(/Wait for the Video, or Submit Only with Sora Trigger/);
		expect(sim.bills).toEqual([]);
	});

	it.each(OTHERS)('a callback URL with %s', async (provider) => {
		const options = { callbackUrl: 'https://example.com/done' };
		const result = await run(provider, ['waves'], { waitMode: 'submit', options });
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(/remove Callback URL/);
		expect(sim.bills).toEqual([]);
	});

	it('Suspend beside a callback URL of the user', async () => {
		const options = { callbackUrl: 'https://example.com/done' };
		const result = await run('waveSpeed', ['waves'], { options });
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(/Suspend uses the callback itself/);
		expect(sim.bills).toEqual([]);
	});
});

describe("a callback URL of the user's own", () => {
	it.each(CALLING_BACK)('goes to %s', async (provider) => {
		const options = { callbackUrl: 'https://example.com/done?a=b&c=d' };
		const credentials = credentialsFor(sim, provider);
		for (const data of Object.values(credentials)) data.webhookSecret = 'my-own-secret';
		const parameters = { waitMode: 'submit', options };
		const result = await run(provider, ['waves'], parameters, { credentials });
		expect(result.error).toBeUndefined();
		expect(callbackUrls()).toEqual(['https://example.com/done?a=b&c=d']);
		const secret = provider === 'eachlabs' ? 'my-own-secret' : null;
		expect(sim.tasks[0].webhook?.secret).toBe(secret);
	});
});

describe('an n8n that the provider cannot reach', () => {
	const reason = 'WaveSpeedAI cannot call this n8n back: set WEBHOOK_URL.';

	it('says so before the wait, in a hint and on the items', async () => {
		sim.script(() => ({ outcome: 'never' }));
		jest.mocked(unreachableReason).mockReturnValueOnce(reason);
		const result = await run('waveSpeed', ['waves']);
		expect(result.items[0].json.warnings).toEqual([reason]);
		expect(result.run.data.resultData.runData['Sora Text to Video'][0].hints).toEqual([
			{ message: reason, type: 'warning', location: 'outputPane' },
		]);
	});

	it('says so where something other than n8n answers at its resume URL', async () => {
		sim.script(() => ({ outcome: 'never' }));
		jest.mocked(misroutedReason).mockResolvedValueOnce('Nobody routes /webhook-waiting/.');
		const result = await run('waveSpeed', ['waves']);
		expect(result.run.waitTill).toBeDefined();
		expect(result.items[0].json.warnings).toEqual(['Nobody routes /webhook-waiting/.']);
		expect(result.run.data.resultData.runData['Sora Text to Video'][0].hints).toEqual([
			{ message: 'Nobody routes /webhook-waiting/.', type: 'warning', location: 'outputPane' },
		]);
	});

	it('says nothing where the provider is nearby, too', async () => {
		sim.script(() => ({ outcome: 'never' }));
		const result = await run('waveSpeed', ['waves']);
		expect(result.items[0].json.warnings).toEqual([]);
		expect(jest.mocked(unreachableReason)).toHaveBeenLastCalledWith(
			callbackUrls()[0],
			sim.baseUrl('waveSpeed'),
			'WaveSpeedAI',
		);
	});
});
