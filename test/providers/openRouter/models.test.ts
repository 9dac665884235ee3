import { writeInputs } from '../../../nodes/Sora/models/inputs';
import type { Model, ModelKind, VideoOptions } from '../../../nodes/Sora/models/model';
import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import { fixture } from '../fixtures';

function listings() {
	const parsed = openRouter.models?.parse(fixture('openRouter', 'models'));
	if (!parsed?.ok) throw new Error('no list');
	return parsed.value;
}

function model(id: string, kind: ModelKind): Model {
	const found = listings().find((listing) => listing.id === id && listing.kind === kind)?.model;
	if (!found) throw new Error(`no ${kind} model ${id}`);
	return found;
}

describe("OpenRouter's models", () => {
	it('are listed for each kind that they serve, under one ID', () => {
		expect(listings().map(({ id, kind }) => [id, kind])).toEqual([
			['kwaivgi/kling-v3.0-pro', 'text'],
			['kwaivgi/kling-v3.0-pro', 'image'],
			['x-ai/grok-imagine-video', 'text'],
			['acme/silence-1', 'text'],
			['acme/silence-1', 'image'],
			['acme/sized-1', 'text'],
		]);
	});

	it('take what their capabilities say', () => {
		const kling = model('kwaivgi/kling-v3.0-pro', 'image');
		expect(kling).toMatchObject({
			name: 'Kling: Video v3.0 Pro',
			durations: { oneOf: [3, 4, 5, 10] },
			aspectRatios: ['16:9', '9:16', '1:1'],
			resolutions: ['720p'],
		});
		expect(writeInputs(kling, { durationSeconds: 6 }).problems).toEqual([
			'Kling: Video v3.0 Pro supports 3, 4, 5 or 10 seconds, not 6',
		]);
		expect(writeInputs(kling, { seed: 7 }).problems).toEqual([
			expect.stringMatching(/^Kling: Video v3.0 Pro has no known input for Seed/),
		]);
		expect(writeInputs(kling, { generateAudio: true, resolution: '720p' })).toEqual({
			inputs: { generate_audio: true, resolution: '720p' },
			problems: [],
			warnings: [],
		});
		const silent = model('x-ai/grok-imagine-video', 'text');
		expect(writeInputs(silent, { generateAudio: true }).problems).toHaveLength(1);
	});

	it('take anything where they say nothing', () => {
		const options: VideoOptions = {
			...{ durationSeconds: 11, aspectRatio: '3:2', resolution: '768p' },
			...{ generateAudio: true, seed: 1 },
		};
		expect(writeInputs(model('acme/silence-1', 'text'), options)).toEqual({
			inputs: {
				...{ duration: 11, aspect_ratio: '3:2', resolution: '768p' },
				...{ generate_audio: true, seed: 1 },
			},
			problems: [],
			warnings: [],
		});
	});

	it('take a size in pixels where they name nothing else', () => {
		const sized = model('acme/sized-1', 'text');
		expect(writeInputs(sized, { aspectRatio: '9:16', resolution: '720p' }).inputs).toEqual({
			size: '720x1280',
		});
		expect(writeInputs(sized, { aspectRatio: '1:1' }).problems).toHaveLength(1);
	});

	it('know negative prompts only through additional inputs', () => {
		const kling = model('kwaivgi/kling-v3.0-pro', 'text');
		expect(writeInputs(kling, { negativePrompt: 'rain' }).problems).toEqual([
			expect.stringMatching(/set the model's own input in Additional Inputs$/),
		]);
	});

	it.each(['error-500', 'page-200', 'submit', 'broken-json'])('are not listed in %s', (name) => {
		expect(openRouter.models?.parse(fixture('openRouter', name))).toMatchObject({ ok: false });
	});
});
