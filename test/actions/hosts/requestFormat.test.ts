import type { INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { runNode } from '../../harness/harness';
import { credentialsFor, modelId } from '../../harness/providers';
import { useSimulator } from '../../harness/simulator';
import { atHost } from './host';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 1 });

interface Asked {
	provider?: ProviderName;
	prompts?: string[];
	requestFormat?: string;
	model?: string;
	options?: INodeParameters;
}

async function submit({
	provider = 'openAiCompatible',
	prompts = ['waves'],
	requestFormat = 'auto',
	model = 'wan-2.2',
	options = {},
}: Asked = {}) {
	const [[type, fields]] = Object.entries(credentialsFor(sim, provider));
	return await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: { [type]: { ...fields, requestFormat } },
		parameters: {
			provider,
			model: modelId(model),
			prompt: '={{ $json.prompt }}',
			waitMode: 'submit',
			options,
		},
	});
}

const formats = () =>
	sim.requests
		.filter(({ kind }) => kind === 'submit')
		.map(({ headers }) => /multipart|json/.exec(headers['content-type'])?.[0]);

afterEach(() => (sim.manner.host = null));

it('is found out once in a run: from a form to JSON', async () => {
	sim.manner.host = 'aisix';
	const { items, error } = await submit({
		prompts: ['a', 'b', 'c'],
		options: { maxConcurrent: 1 },
	});

	expect(error).toBeUndefined();
	expect(items).toHaveLength(3);
	expect(formats()).toEqual(['multipart', 'json', 'json', 'json']);
	expect(sim.bills.map(({ input }) => input.prompt)).toEqual(['a', 'b', 'c']);
});

it('is found out by each of the items that go out at once, and paid once', async () => {
	sim.manner.host = 'aisix';
	const { items } = await submit({ prompts: ['a', 'b', 'c'] });

	expect(items.map(({ json }) => json.status)).toEqual(['queued', 'queued', 'queued']);
	expect(sim.bills).toHaveLength(3);
});

it('is found out from JSON to a form, where a provider begins with JSON', async () => {
	const response = { status: 415, body: { error: { message: 'Unsupported Media Type' } } };
	sim.faults.add({ provider: 'apiyi', on: 'submit', fault: 'response', times: 1, response });
	sim.manner.retired = false;
	const { error } = await submit({ provider: 'apiyi', model: 'sora-2' });

	expect(error).toBeUndefined();
	expect(formats()).toEqual(['json', 'multipart']);
	expect(sim.bills).toHaveLength(1);
});

it.each([
	['aisix', 'multipart', 'Content-Type: application/json'],
	['vllmOmni', 'json', 'Field required'],
] as const)(
	'is not changed for %s where the user has set %s, and the message says so',
	async (host, requestFormat, words) => {
		sim.manner.host = host;
		const { error } = await submit({ requestFormat });

		expect(formats()).toEqual([requestFormat]);
		expect(error?.message).toContain(words);
		expect(error?.message).toContain('set Request Format in the credential to Automatic');
		expect(error?.context?.data).toMatchObject({ submitted: false });
	},
);

it('as JSON may have its length as a number, which is JSON all the same', async () => {
	sim.manner.host = 'dynamo';
	const { error } = await submit({ requestFormat: 'json' });

	expect(error).toBeUndefined();
	expect(formats()).toEqual(['json', 'json']);
	expect(sim.bills[0].input.seconds).toBe(4);
});

it('is tried once each where the host reads neither, and both answers are told', async () => {
	const answer = (format: string, detail: string) =>
		sim.faults.add({
			on: 'submit',
			fault: 'response',
			times: Infinity,
			match: ({ headers }) => headers['content-type'].includes(format),
			response: { status: 400, body: { detail } },
		});
	answer('multipart', 'Invalid JSON');
	answer('json', 'Content-Type must be multipart/form-data');
	const { error } = await submit();

	expect(formats()).toEqual(['multipart', 'json']);
	expect(error?.message).toMatch(/Invalid JSON\. Sent in the other format.*multipart\/form-data/);
});

it('matters to submits only: nothing else has a body', async () => {
	sim.manner.host = 'vllmOmni';
	const { text, get, trigger } = atHost(sim);
	const { items } = await text({ waitMode: 'submit' });
	await get(String(items[0].json.taskId));
	await trigger().poll();

	const others = sim.requests.filter(({ kind }) => kind !== 'submit');
	expect(new Set(others.map(({ kind }) => kind))).toEqual(new Set(['status', 'download', 'list']));
	expect(others.map(({ body }) => body)).toEqual(others.map(() => null));
});
