import { SHORTENED } from '../../faults/shortTimes';
import type { INode } from 'n8n-workflow';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { credentialsFor, PROVIDER_NAMES } from '../../harness/providers';
import { retryDataOf, runNode, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(120_000);

const sim = useSimulator({ renderMs: 100 });

const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 50 };

const run = async (
	provider: ProviderName,
	prompts: string[],
	settings: Partial<INode> = {},
	more: Partial<RunOptions> = {},
) =>
	await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: '={{ $json.prompt }}' },
		settings,
		...more,
	});

const PROMPT_OF_BILL = (input: Record<string, unknown>): string =>
	String(input.prompt ?? (input.content as Array<{ text: string }>)[0].text);

const bills = () => sim.bills.map(({ input }) => PROMPT_OF_BILL(input)).sort();

/** The first `count` renders of this prompt fail. */
function failing(prompt: string, count: number): void {
	let failed = 0;
	sim.script(({ input }) =>
		PROMPT_OF_BILL(input) === prompt && failed++ < count
			? { outcome: 'failed', message: 'The sky is too blue' }
			: undefined,
	);
}

describe.each(PROVIDER_NAMES)('Retry On Fail at %s', (provider) => {
	it('pays each good item once and the failing one once for each failure', async () => {
		failing('bad', 2);
		const result = await run(provider, ['good', 'bad', 'also good'], RETRY);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
		expect(bills()).toEqual(['also good', 'bad', 'bad', 'bad', 'good']);
	});

	it('with "continue on fail" pays the others once, whatever the first item says', async () => {
		failing('bad', Infinity);
		const result = await run(provider, ['bad', 'good', 'also good'], {
			...RETRY,
			onError: 'continueRegularOutput',
		});
		expect(result.items.map(({ json }) => json.status ?? 'failed')).toEqual([
			'failed',
			'completed',
			'completed',
		]);
		// n8n runs the node again when its first item is an error: the failed render, and nothing else, is paid again.
		expect(bills().filter((prompt) => prompt !== 'bad')).toEqual(['also good', 'good']);
	});

	it('submits nothing that may have been accepted', async () => {
		sim.faults.add({ provider, on: 'submit', fault: 'status502', times: 1 });
		// Where a list shows only what has ended, a lost task is looked for as long as the item waits.
		const options = { waitTimeout: 60 };
		const parameters = { provider, prompt: '={{ $json.prompt }}', options };
		const result = await run(provider, ['waves'], { ...RETRY, maxTries: 2 }, { parameters });
		expect(result.error?.context?.data).toMatchObject({ submitted: true, taskId: null });
		expect(sim.requests.filter(({ kind }) => kind === 'submit').length).toBe(1);
	});
});

describe('Retry in the list of executions', () => {
	it('goes on with the tasks that were paid', async () => {
		sim.faults.add({ on: 'status', fault: 'status401', times: Infinity });
		const first = await run('eachlabs', ['waves', 'dunes']);
		expect(first.error?.message).toContain('Invalid or missing API key');
		expect(sim.bills.length).toBe(2);
		sim.faults.clear();
		const second = await run(
			'eachlabs',
			['waves', 'dunes'],
			{},
			{ retryOf: retryDataOf(first.run) },
		);
		expect(second.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(second.items.map(({ json }) => json.taskId).sort()).toEqual(
			sim.bills.map(({ taskId }) => taskId).sort(),
		);
		expect(sim.bills.length).toBe(2);
	});

	it('with a changed workflow pays what was changed, and only that', async () => {
		failing('bad', Infinity);
		const first = await run('waveSpeed', ['waves', 'bad']);
		expect(first.error?.message).toContain('The sky is too blue');
		const parameters = {
			prompt: '={{ $json.prompt === "bad" ? "a better one" : $json.prompt }}',
		};
		const second = await run(
			'waveSpeed',
			['waves', 'bad'],
			{},
			{
				parameters,
				retryOf: retryDataOf(first.run),
			},
		);
		expect(second.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['a better one', 'bad', 'waves']);
	});

	it('pays again where a word of the request was changed, since that is another video', async () => {
		sim.faults.add({ on: 'status', fault: 'status401', times: Infinity });
		const first = await run('waveSpeed', ['waves']);
		sim.faults.clear();
		const second = await run(
			'waveSpeed',
			['waves'],
			{},
			{
				parameters: { prompt: '={{ $json.prompt }}', duration: 6 },
				retryOf: retryDataOf(first.run),
			},
		);
		expect(second.items[0].json).toMatchObject({ status: 'completed', durationSeconds: 6 });
		expect(sim.bills.map(({ input }) => input.duration)).toEqual([4, 6]);
	});

	it('gives a task that was waited for too short another full wait, unpaid', async () => {
		sim.script(() => ({ renderMs: 6_000 / SHORTENED }));
		const parameters = { prompt: '={{ $json.prompt }}', options: { waitTimeout: 4 } };
		const first = await run('waveSpeed', ['waves'], {}, { parameters });
		expect(first.error?.context?.data).toMatchObject({ category: 'timeout', submitted: true });
		const second = await run(
			'waveSpeed',
			['waves'],
			{},
			{
				parameters,
				retryOf: retryDataOf(first.run),
			},
		);
		expect(second.items[0].json).toMatchObject({
			status: 'completed',
			taskId: sim.bills[0].taskId,
		});
		expect(sim.bills.length).toBe(1);
	});
});

describe('what is another video is paid as one', () => {
	it('two items with the same prompt', async () => {
		const result = await run('openAiCompatible', ['waves', 'waves']);
		const ids = result.items.map(({ json }) => json.taskId);
		expect(new Set(ids).size).toBe(2);
		expect(bills()).toEqual(['waves', 'waves']);
	});

	it('two executions with the same prompt', async () => {
		await run('openAiCompatible', ['waves']);
		await run('openAiCompatible', ['waves']);
		expect(sim.bills.length).toBe(2);
	});
});

describe('money that running tasks hold', () => {
	const short = (after: number) =>
		sim.faults.add({ provider: 'eachlabs', on: 'submit', fault: 'quota', times: 1, after });

	it('is waited for while a task of this run may set it free', async () => {
		short(1);
		const result = await run('eachlabs', ['waves', 'dunes']);
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('is not waited for where no task of this run holds any', async () => {
		short(0);
		const result = await run('eachlabs', ['waves']);
		expect(result.error?.context?.data).toMatchObject({ category: 'quota', submitted: false });
		expect(sim.requests.filter(({ kind }) => kind === 'submit').length).toBe(1);
	});
});
