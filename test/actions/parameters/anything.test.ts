/** Whatever a parameter is set to, it is read or refused: no other error, and no bill for what is refused. */

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../../support/simulator';
import { credentialsFor } from '../../harness/providers';
import { runNode, useFilesystemStore } from '../../harness/harness';

jest.setTimeout(60_000);

let sim: Simulator;

beforeAll(async () => {
	await useFilesystemStore();
	sim = await startSimulator({ renderMs: 50 });
});
afterEach(() => sim.reset());
afterAll(async () => await sim.close());

const VALUES: readonly unknown[] = [
	undefined,
	null,
	'',
	'  ',
	'null',
	'abc',
	'true',
	'12',
	'-1',
	'1e400',
	'[object Object]',
	'["a"]',
	'{"a": 1}',
	'💧',
	'x'.repeat(5_000),
	0,
	1,
	-1,
	1.5,
	1e21,
	Number.NaN,
	Number.POSITIVE_INFINITY,
	true,
	false,
	[],
	['a', 1],
	{},
	{ value: 'a' },
];

const V = '={{ $json.v }}';
const PARAMETERS: Readonly<Record<string, INodeParameters>> = {
	prompt: { prompt: V },
	model: { model: { __rl: true, mode: 'id', value: V } },
	duration: { duration: V },
	aspectRatio: { aspectRatio: V },
	resolution: { resolution: V },
	downloadVideo: { downloadVideo: V },
	...Object.fromEntries(
		[
			'additionalInputs',
			'callbackUrl',
			'cancelOnTimeout',
			'checkFor',
			'generateAudio',
			'includeProviderResponse',
			'publicUrlHours',
			'maxConcurrent',
			'negativePrompt',
			'onTimeout',
			'outputField',
			'seed',
			'waitTimeout',
		].map((name) => [name, { options: { [name]: V } }]),
	),
};

describe.each(Object.entries(PARAMETERS))('%s', (name, parameters) => {
	it.each(VALUES.map((value) => [value]))('set to %p is read or refused', async (v) => {
		const result = await runNode({
			node: 'soraTextToVideo',
			items: [{ json: { v } as IDataObject }],
			credentials: credentialsFor(sim, 'waveSpeed'),
			parameters: { prompt: 'A boat', waitMode: 'submit', ...parameters },
		});
		if (result.error === undefined) {
			expect(result.items.map(({ json }) => json.status)).toEqual(['queued']);
			expect(JSON.stringify(sim.bills[0].input)).not.toMatch(/object Object|NaN|Infinity/);
			return;
		}
		// A model that nobody describes is known to the provider alone.
		const names = name === 'model' ? /^Node(Api|Operation)Error$/ : /^NodeOperationError$/;
		expect(result.error.name).toMatch(names);
		expect(result.error.context).toMatchObject({ itemIndex: 0, data: { submitted: false } });
		expect(result.error.message).toMatch(/ \[item 0\]$/);
		expect(result.error.message).not.toMatch(/undefined|\bnull\b|NaN of/);
		expect(sim.bills).toEqual([]);
	});
});
