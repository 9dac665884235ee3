/** The file that an image node is given: by a field's name or as an object, in both of n8n's binary modes. */

import { Container } from '@n8n/di';
import { readFileSync } from 'node:fs';
import { BinaryDataConfig } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import { mediaPath, startSimulator, type Simulator } from '../../../support/simulator';
import { credentialsFor } from '../../harness/providers';
import { runNode, useFilesystemStore, type RunOptions } from '../../harness/harness';

jest.setTimeout(60_000);

let sim: Simulator;

beforeAll(async () => {
	await useFilesystemStore();
	sim = await startSimulator({ renderMs: 50 });
});
afterEach(() => sim.reset());
afterAll(async () => await sim.close());

describe('Input Binary Field', () => {
	const photo: INodeExecutionData = {
		json: {},
		binary: {
			data: {
				data: readFileSync(mediaPath('photo.jpg')).toString('base64'),
				mimeType: 'image/jpeg',
				fileName: 'photo.jpg',
			},
		},
	};

	async function animate(field: string, more: Partial<RunOptions> = {}) {
		return await runNode({
			node: 'soraImageToVideo',
			items: [photo],
			credentials: credentialsFor(sim, 'waveSpeed'),
			parameters: { prompt: 'It moves', waitMode: 'submit', binaryPropertyName: field },
			...more,
		});
	}

	const COMBINED = { workflowSettings: { binaryMode: 'combined' as const } };

	it.each([['data'], ['_files.data'], ['={{ $binary.data }}'], ['={{ null }}']])(
		'%s finds the file',
		async (field) => {
			expect((await animate(field)).error).toBeUndefined();
			expect(sim.bills.length).toBe(1);
		},
	);

	it.each([['data'], ['_files.data'], ['={{ $json._files.data }}']])(
		'%s finds the file in combined binary mode',
		async (field) => {
			expect((await animate(field, COMBINED)).error).toBeUndefined();
			expect(sim.bills.length).toBe(1);
		},
	);

	it('finds a file that n8n keeps in memory in combined binary mode', async () => {
		const store = Container.get(BinaryDataConfig);
		const { mode } = store;
		store.mode = 'default';
		const result = await animate('data', COMBINED).finally(() => (store.mode = mode));
		expect(result.error).toBeUndefined();
		expect(sim.bills.length).toBe(1);
	});

	it('that is not there is refused, and the fields are named', async () => {
		const separate = await animate('photo');
		expect(separate.error?.message).toMatch(/no binary field "photo"; the item has: data/);
		const combined = await animate('photo', COMBINED);
		expect(combined.error?.message).toMatch(/no binary field "photo"; the item has: _files\.data/);
		const object = await animate('={{ ({ a: 1 }) }}');
		expect(object.error?.message).toMatch(/not a file of n8n.*the item has: data/);
		expect(sim.bills).toEqual([]);
	});
});
