/** Expressions in fields that are set to Fixed, which n8n hands over as they stand there. */

import type { INodeParameters } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../../support/simulator';
import { credentialsFor } from '../../harness/providers';
import { runNode } from '../../harness/harness';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ renderMs: 50 });
});
afterEach(() => sim.reset());
afterAll(async () => await sim.close());

async function run(parameters: INodeParameters) {
	return await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, 'waveSpeed'),
		parameters: { prompt: 'A boat', waitMode: 'submit', ...parameters },
	});
}

it.each([
	['{{ $json.prompt }}', '{{ $json.prompt }}'],
	["A boat, {{$('Edit Fields').item.json.prompt}}", "{{$('Edit Fields').item.json.prompt}}"],
])('refuses the prompt %s, where the field is set to Fixed', async (prompt, shown) => {
	const result = await run({ prompt });
	expect(result.error?.message).toBe(
		`Prompt contains ${JSON.stringify(shown)} as plain text: set the field to Expression, so that n8n evaluates it. [item 0]`,
	);
	expect(sim.bills).toEqual([]);
});

it('refuses an expression as text in JSON', async () => {
	const additionalInputs = '{"style": "{{ $json.style }}"}';
	const result = await run({ options: { additionalInputs } });
	expect(result.error?.message).toMatch(/^Additional Inputs contains "{{ \$json.style }}"/);
	expect(sim.bills).toEqual([]);
});
