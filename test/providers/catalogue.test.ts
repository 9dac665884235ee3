import { PROVIDERS } from '../../nodes/Sora/providers';
import { writeInputs } from '../../nodes/Sora/models/inputs';
import { kindInId, modelIdProblem } from '../../nodes/Sora/models/modelId';
import type { Model, ModelKind } from '../../nodes/Sora/models/model';
import { ASPECT_RATIOS, PROVIDER_NAMES } from '../../nodes/Sora/models/model';
import {
	defaultModelId,
	findModel,
	modelsFor,
	replacementOf,
} from '../../nodes/Sora/providers/findModel';

const KINDS: readonly ModelKind[] = ['text', 'image'];

const EVERY_MODEL: ReadonlyArray<[string, Model]> = PROVIDER_NAMES.flatMap((provider) =>
	PROVIDERS[provider].catalogue.map((model): [string, Model] => [
		`${provider} ${model.id} (${model.kind})`,
		model,
	]),
);

const EVERY_NODE = PROVIDER_NAMES.flatMap((provider) =>
	KINDS.map((kind) => [provider, kind] as const),
);

describe.each(EVERY_MODEL)('the entry %s', (_title, model) => {
	it('has an ID that may stand in a path, and is found by it', () => {
		expect(modelIdProblem(model.id, PROVIDERS[model.provider].reservedModelIds)).toBeNull();
		expect(findModel(model.provider, model.id, model.kind)).toBe(model);
	});

	it('has a name and names its source', () => {
		expect(model.name).toMatch(/\S/);
		expect(model.source).toMatch(/https:\/\//);
	});

	it('takes the values that it lists', () => {
		const { durations, aspectRatios, resolutions } = model;
		const seconds =
			durations === null
				? []
				: 'oneOf' in durations
					? durations.oneOf
					: [durations.from, durations.to];
		for (const durationSeconds of seconds) {
			expect(writeInputs(model, { durationSeconds }).problems).toEqual([]);
		}
		for (const aspectRatio of aspectRatios ?? []) {
			expect(writeInputs(model, { aspectRatio }).problems).toEqual([]);
		}
		for (const resolution of resolutions ?? []) {
			expect(writeInputs(model, { resolution }).problems).toEqual([]);
		}
	});

	it('has a live replacement of its kind where it is retired', () => {
		const id = replacementOf(model);
		if (id === null) {
			expect(model.state.kind).toBe('live');
			return;
		}
		const replacement = findModel(model.provider, id, model.kind);
		expect(replacement).toMatchObject({ kind: model.kind, state: { kind: 'live' } });
	});
});

describe.each(EVERY_NODE)('a new node for %s, %s', (provider, kind) => {
	const model = findModel(provider, defaultModelId(provider, kind), kind);

	it('starts with a live model of its kind, under its own name', () => {
		const { name } = PROVIDERS[provider].defaultModels[kind];
		expect(model).toMatchObject({ kind, name, state: { kind: 'live' } });
	});

	it('starts with values that its model takes: 4 seconds, 720p, and 9:16 where there is no picture', () => {
		if (!model) throw new Error('no model');
		const words = { durationSeconds: 4, resolution: '720p' };
		const problems = writeInputs(model, {
			...words,
			...(kind === 'text' ? { aspectRatio: '9:16' as const } : {}),
		}).problems;
		expect(problems).toEqual([]);
	});

	it('lists every model of the catalogue once, the live ones first', () => {
		const models = modelsFor(provider, kind);
		const ids = models.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toContain(defaultModelId(provider, kind));
		const states = models.map(({ state }) => state.kind);
		expect(states).toEqual([...states].sort());
		expect(models).toHaveLength(
			PROVIDERS[provider].catalogue.filter((entry) => entry.kind === kind).length,
		);
	});
});

describe('the Sora models of the pages that people come from', () => {
	it.each([
		['openai/sora-2/text-to-video', 'text', { aspectRatio: '9:16' }, { size: '720*1280' }],
		['openai/sora-2/text-to-video', 'text', { aspectRatio: '16:9' }, { size: '1280*720' }],
		['openai/sora-2/image-to-video-pro', 'image', { resolution: '1080p' }, { resolution: '1080p' }],
		['openai/sora-2/image-to-video-pro', 'image', { resolution: '720p' }, { resolution: '720p' }],
		['openai/sora-2/image-to-video', 'image', { resolution: '720p' }, {}],
	] as const)(
		'WaveSpeed: %s takes 4 to 20 seconds in steps of 4, and %s',
		(id, kind, words, sent) => {
			const model = findModel('waveSpeed', id, kind);
			if (!model) throw new Error('no model');
			for (const durationSeconds of [4, 8, 12, 16, 20]) {
				expect(writeInputs(model, { ...words, durationSeconds })).toEqual({
					inputs: { duration: durationSeconds, ...sent },
					problems: [],
					warnings: [],
				});
			}
		},
	);

	it.each([
		['720p', '9:16', '720*1280'],
		['720p', '16:9', '1280*720'],
		['1024p', '9:16', '1024*1792'],
		['1024p', '16:9', '1792*1024'],
		['1080p', '9:16', '1080*1920'],
		['1080p', '16:9', '1920*1080'],
	] as const)('WaveSpeed: the pro text model renders %s at %s as %s', (resolution, ratio, size) => {
		for (const id of ['openai/sora-2/text-to-video-pro', 'openai/sora-2-pro/text-to-video']) {
			const model = findModel('waveSpeed', id, 'text');
			if (!model) throw new Error('no model');
			expect(writeInputs(model, { aspectRatio: ratio, resolution }).inputs).toEqual({ size });
		}
	});

	it('Eachlabs: the image model takes 4 to 20 seconds, both shapes and both tiers', () => {
		const model = findModel('eachlabs', 'sora-2-image-to-video', 'image');
		if (!model) throw new Error('no model');
		for (const durationSeconds of [4, 8, 12, 16, 20]) {
			for (const aspectRatio of ['16:9', '9:16'] as const) {
				for (const resolution of ['720p', '1080p']) {
					const words = { durationSeconds, aspectRatio, resolution };
					expect(writeInputs(model, words).problems).toEqual([]);
				}
			}
		}
	});
});

describe('questions to the catalogue', () => {
	it('find nothing for an ID that nobody knows', () => {
		expect(findModel('waveSpeed', 'some/other-model')).toBeNull();
		expect(findModel('waveSpeed', 'constructor')).toBeNull();
	});

	it('find an entry of the other kind where there is no better one', () => {
		expect(findModel('waveSpeed', 'google/veo3.1/text-to-video', 'image')).toMatchObject({
			kind: 'text',
		});
	});

	it.each([
		['vidu/q3/text-to-video', 'text'],
		['pika/v2.2-t2v', 'text'],
		['pika/v2.2-i2v', 'image'],
		['wan-v2-6-image-to-video-flash', 'image'],
		['Wan-AI/Wan2.2-I2V-A14B-Diffusers', 'image'],
		['kling-3-0', null],
		['minit2vx', null],
	])('read the kind of %s as %s', (id, kind) => {
		expect(kindInId(id)).toBe(kind);
	});

	it('know no ratio that the node does not offer', () => {
		for (const [, model] of EVERY_MODEL) {
			for (const ratio of model.aspectRatios ?? []) expect(ASPECT_RATIOS).toContain(ratio);
		}
	});
});
