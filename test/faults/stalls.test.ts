/** A server that falls silent in the middle of an answer, where it may hold up more than the call itself. */

import { SHORTENED } from './shortTimes';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { runNode, type RunOptions } from '../harness/harness';
import { credentialsFor, modelId, PROVIDER_NAMES } from '../harness/providers';
import { useSimulator } from '../harness/simulator';
import type { FaultRule } from '../../support/simulator';

jest.setTimeout(120_000);

const sim = useSimulator({ renderMs: 20 });

/** Seconds of the nodes' clock. */
const WAIT_TIMEOUT = 30;
/** What a run may take beyond the wait of its items: of this, a busy machine's share is stretched. */
const LATE_MS = 5_000 + (SHORTENED - 1) * 4_000;

const stall = (rule: Partial<FaultRule> & Pick<FaultRule, 'on'>) =>
	sim.faults.add({ fault: 'stall', times: Infinity, ...rule });

const itemsFor = (prompts: readonly string[]): INodeExecutionData[] =>
	prompts.map((prompt) => ({ json: { prompt } }));

async function run(
	provider: ProviderName,
	items: INodeExecutionData[],
	options: INodeParameters = {},
	more: Partial<RunOptions> = {},
) {
	const startedAt = performance.now();
	const result = await runNode({
		node: 'soraTextToVideo',
		items,
		credentials: credentialsFor(sim, provider),
		...more,
		parameters: {
			provider,
			prompt: '={{ $json.prompt }}',
			options: { waitTimeout: WAIT_TIMEOUT, ...options },
			...more.parameters,
		},
	});
	return { ...result, tookMs: (performance.now() - startedAt) * SHORTENED };
}

describe.each(PROVIDER_NAMES)('a server that stalls at %s', (provider) => {
	it('in the status of ten items: the eleventh is delivered before they give up', async () => {
		const prompts = Array.from({ length: 11 }, (_, i) => `prompt ${i}`);
		stall({
			on: 'status',
			match: ({ path }) =>
				sim.bills
					.slice(0, 10)
					.some(({ taskId }) => path.includes(taskId.split('/').at(-1) ?? taskId)),
		});
		const { items, tookMs } = await run(
			provider,
			itemsFor(prompts),
			{},
			{
				settings: { onError: 'continueRegularOutput' },
			},
		);
		const ends = ({ taskId }: { taskId: string }, id: unknown) => String(id).endsWith(taskId);
		expect(sim.bills).toHaveLength(11);
		const done = items.filter(({ json }) => json.status === 'completed');
		expect(done.map(({ json }) => ends(sim.bills[10], json.taskId))).toEqual([true]);
		const [download] = sim.requests.filter(({ kind }) => kind === 'download');
		expect((download.at - sim.bills[10].at) * SHORTENED).toBeLessThan(WAIT_TIMEOUT * 1000);
		expect(tookMs).toBeLessThan(WAIT_TIMEOUT * 1000 + LATE_MS);
		const named = items.flatMap(({ json }) =>
			json.error === undefined ? [] : [(json.details as { taskId: string }).taskId],
		);
		const unnamed = sim.bills.slice(0, 10).filter((bill) => !named.some((id) => ends(bill, id)));
		expect([named.length, unnamed]).toEqual([10, []]);
	});

	it('in a submit, while another item fails: the run ends, and says what may be billed', async () => {
		const refused = { status: 400, json: { error: { message: 'no dunes' } } };
		sim.script(({ input }) =>
			JSON.stringify(input).includes('dunes') ? { refuse: refused } : undefined,
		);
		stall({ on: 'submit', times: 1 });
		const { error, tookMs } = await run(provider, itemsFor(['waves', 'dunes']));
		// A submit is always given half a minute: its response holds the task's ID.
		expect(tookMs).toBeLessThan(30_000 + LATE_MS);
		expect(sim.bills).toHaveLength(1);
		expect(error?.message).toMatch(/no dunes.*item 1/);
		expect(error?.description).toMatch(/may be billed.*item 0/);
	});
});

describe.each(['eachlabs', 'openAiCompatible'] as const)('Cancel on Timeout at %s', (provider) => {
	it('ends where the server stalls in the answer to it', async () => {
		sim.script(() => ({ outcome: 'never' }));
		stall({ on: 'cancel' });
		const { error, tookMs } = await run(provider, itemsFor(['waves']), { cancelOnTimeout: true });
		expect(error?.context?.data).toMatchObject({
			category: 'timeout',
			taskId: sim.bills[0].taskId,
		});
		expect(tookMs).toBeLessThan(WAIT_TIMEOUT * 1000 + LATE_MS);
	});
});

describe('an image address that stalls', () => {
	let server: Server;
	let url = '';
	beforeAll(async () => {
		server = createServer((_, response) => {
			response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 100_000 });
			response.write(Buffer.from([0xff, 0xd8, 0xff]));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.jpg`;
	});
	afterAll(async () => {
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeAllConnections();
		await closed;
	});

	it('is refused in time at every provider, and nothing is paid', async () => {
		const results = await Promise.all(
			PROVIDER_NAMES.map(
				async (provider) =>
					await run(
						provider,
						[{ json: {} }],
						{},
						{
							node: 'soraImageToVideo',
							parameters: { prompt: 'waves', imageSource: 'url', imageUrl: url },
						},
					),
			),
		);
		for (const { error, tookMs } of results) {
			expect(error?.name).toBe('NodeOperationError');
			expect(error?.message).toMatch(/could not|couldn't|stopped/);
			expect(error?.message).toContain(url);
			expect(tookMs).toBeLessThan(WAIT_TIMEOUT * 1000 + LATE_MS);
		}
		expect(results).toHaveLength(PROVIDER_NAMES.length);
		expect(sim.bills).toEqual([]);
	});
});

describe('a list of models that stalls', () => {
	it('is done without, and the video comes', async () => {
		stall({ on: 'models' });
		const { items, error, tookMs } = await run(
			'waveSpeed',
			itemsFor(['waves']),
			{},
			{
				parameters: {
					model: modelId('acme/clip-1/text-to-video'),
					resolution: 'auto',
					duration: 6,
				},
			},
		);
		expect(error?.message).toBeUndefined();
		expect(items[0].json).toMatchObject({ status: 'completed' });
		expect(tookMs).toBeLessThan(WAIT_TIMEOUT * 1000 + LATE_MS);
	});
});
