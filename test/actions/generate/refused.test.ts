import { runNode, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 300 });

const credentials = (apiKey = 'test-key', baseUrl = sim.baseUrl('waveSpeed')) => ({
	waveSpeedApi: { apiKey, baseUrl, webhookSecret: '' },
});

const items = (...prompts: string[]) => prompts.map((prompt) => ({ json: { prompt } }));

async function run(prompts: string[], more: Partial<RunOptions> = {}) {
	return await runNode({
		node: 'soraTextToVideo',
		items: items(...prompts),
		credentials: credentials(),
		...more,
		parameters: { prompt: '={{ $json.prompt }}', ...more.parameters },
	});
}

describe('bad input is refused before anything is submitted', () => {
	it.each([
		['an empty prompt', { prompt: '={{ $json.nothing }}' }, /prompt is empty/],
		['a duration that the model does not take', { duration: 2 }, /4 to 30 seconds, not 2/],
		[
			'a ratio that the model does not take',
			{
				aspectRatio: '1:1',
				model: { __rl: true, mode: 'id', value: 'google/veo3.1/text-to-video' },
			},
			/16:9 or 9:16/,
		],
		[
			'a model ID with a space',
			{ model: { __rl: true, mode: 'id', value: '={{ "a b" }}' } },
			/space/,
		],
		['a model ID that climbs', { model: { __rl: true, mode: 'id', value: 'a/../b' } }, /"\.\."/],
		[
			'broken JSON',
			{ options: { additionalInputs: '{"a": ' } },
			/Additional Inputs is not valid JSON/,
		],
		[
			'a list instead of an object',
			{ options: { additionalInputs: '[1]' } },
			/must be a JSON object/,
		],
	])('%s', async (_, parameters, words) => {
		const result = await run(['good'], { parameters });
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(words);
		expect(result.error?.context?.itemIndex).toBe(0);
		expect(sim.bills).toEqual([]);
	});

	it('one bad item among good ones costs nothing', async () => {
		const result = await run(['good', '', 'good']);
		expect(result.error?.context?.itemIndex).toBe(1);
		expect(sim.bills).toEqual([]);
	});

	it('all bad items are named at once, the first one in the message', async () => {
		const result = await run(['', 'good', '']);
		expect(result.error?.message).toBe('The prompt is empty. [item 0]');
		expect(result.error?.description).toMatch(/also rejected\. Item 2: The prompt is empty\.$/);
		expect(sim.bills).toEqual([]);
	});

	it('a tier that the list does not offer is taken by an expression, as the message says', async () => {
		const model = { __rl: true, mode: 'id', value: 'minimax/h3/text-to-video' };
		const refused = await run(['waves'], { parameters: { model } });
		expect(refused.error?.message).toMatch(
			/supports resolution 768p or 2k, not 720p\. Auto is 768p; use an expression for 768p or 2k/,
		);
		const parameters = { model, duration: 5, resolution: '={{ "2k" }}', waitMode: 'submit' };
		const taken = await run(['waves'], { parameters });
		expect(taken.error).toBeUndefined();
		expect(sim.bills[0].input).toMatchObject({ resolution: '2k' });
	});

	it('with "continue on fail" the others go on, and the bad one says why', async () => {
		const result = await run(['good', '', 'also good'], {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(result.items.map(({ json }) => json.status ?? json.error)).toEqual([
			'completed',
			expect.stringMatching(/prompt is empty/),
			'completed',
		]);
		expect(result.items[1]).toMatchObject({
			json: { details: { category: 'invalid_input', submitted: false, taskId: null } },
			pairedItem: { item: 1 },
		});
		expect(sim.bills.length).toBe(2);
	});

	it('with an error branch the bad one goes there', async () => {
		const result = await run(['good', ''], { settings: { onError: 'continueErrorOutput' } });
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed']);
		expect(result.errorItems.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/prompt is empty/),
		]);
	});
});

describe('what the provider refuses', () => {
	it('a wrong key names the credential, and never shows the key', async () => {
		const result = await run(['waves'], { credentials: credentials('sk-secret-1234') });
		expect(result.error?.name).toBe('NodeApiError');
		expect(result.error?.message).toMatch(/WaveSpeedAI API/);
		expect(result.error?.context?.data).toMatchObject({ category: 'auth', submitted: false });
		expect(JSON.stringify(result.run)).not.toContain('sk-secret-1234');
	});

	it('an empty balance is a matter of quota', async () => {
		sim.faults.add({ provider: 'waveSpeed', on: 'submit', fault: 'quota', times: Infinity });
		const result = await run(['waves']);
		expect(result.error?.context?.data).toMatchObject({ category: 'quota', submitted: false });
		expect(result.error?.description).toMatch(/Top up/);
		expect(sim.bills).toEqual([]);
	});

	it('a default model that the provider does not have is not recommended', async () => {
		const response = { status: 404, body: { code: 404, message: 'product not found' } };
		sim.faults.add({ on: 'submit', fault: 'response', response, times: Infinity });
		const result = await run(['waves']);
		expect(result.error?.context?.data).toMatchObject({ category: 'model_retired' });
		expect(result.error?.description).toMatch(/^Choose another model: the list in the Model field/);
	});

	it('a server that is not there costs nothing', async () => {
		const result = await run(['waves'], {
			credentials: credentials('test-key', sim.refusing('waveSpeed')),
		});
		expect(result.error?.message).toMatch(/refused the connection/);
		expect(result.error?.context?.data).toMatchObject({ category: 'network', submitted: false });
	});

	it('a failed render names the task, and the provider’s words', async () => {
		sim.script(() => ({ outcome: 'failed', message: 'The sky is too blue' }));
		const result = await run(['waves']);
		const [bill] = sim.bills;
		expect(result.error?.message).toContain(bill.taskId);
		expect(result.error?.message).toContain('The sky is too blue');
		expect(result.error?.context?.data).toMatchObject({ taskId: bill.taskId, submitted: true });
	});
});
