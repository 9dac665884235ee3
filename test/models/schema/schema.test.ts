import { writeInputs } from '../../../nodes/Sora/models/inputs';
import { modelFromSchema } from '../../../nodes/Sora/models/schema/schema';

function described(properties: Record<string, unknown>) {
	return modelFromSchema('waveSpeed', 'a/model', 'text', { type: 'object', properties });
}

describe('a model described by its live schema', () => {
	it('takes the values of its lists, the default first', () => {
		const model = described({
			aspect_ratio: { type: 'string', enum: ['16:9', '9:16', '1:1'], default: '9:16' },
			resolution: { type: 'string', enum: ['480p', '720p'], default: '720p' },
		});
		expect(model).toMatchObject({
			knowledge: 'schema',
			aspectRatios: ['9:16', '16:9', '1:1'],
			resolutions: ['720p', '480p'],
		});
	});

	it.each([
		[{ type: 'integer', minimum: 3, maximum: 15 }, { from: 3, to: 15 }, 5],
		[{ type: 'integer', minimum: 0, maximum: 15 }, { from: 1, to: 15 }, 5],
		[{ type: 'integer', enum: [10, 5], default: 10 }, { oneOf: [5, 10] }, 5],
		[{ type: 'string', enum: ['auto', '4', '5'] }, { oneOf: [4, 5] }, '5'],
		[{ type: ['string', 'null'] }, null, '5'],
		[{ type: 'number' }, null, 5],
	])('reads the duration %j as %j', (duration, durations, sent) => {
		const model = described({ duration });
		expect(model.durations).toEqual(durations);
		expect(writeInputs(model, { durationSeconds: 5 })).toEqual({
			inputs: { duration: sent },
			problems: [],
			warnings: [],
		});
	});

	it('keeps ratios of its own, and words that are none out of its lists', () => {
		const model = described({
			aspect_ratio: { enum: ['auto', 'adaptive', '3:2', '16:9'] },
			resolution: { enum: ['auto'] },
		});
		expect(model.aspectRatios).toEqual(['3:2', '16:9']);
		expect(model.resolutions).toBeNull();
	});

	it('has nothing to choose where there is no input, and anything where there is no list', () => {
		expect(described({ prompt: {} })).toMatchObject({
			aspectRatios: [],
			resolutions: [],
			durations: null,
		});
		expect(described({ aspect_ratio: {}, resolution: {} })).toMatchObject({
			aspectRatios: null,
			resolutions: null,
		});
	});

	it('reads sizes in pixels, whatever parts them', () => {
		const model = described({ size: { enum: ['1280*720', '720*1280'], default: '720*1280' } });
		expect(model.inputs.size).toEqual({
			name: 'size',
			separator: '*',
			sizes: ['720x1280', '1280x720'],
		});
		expect(writeInputs(model, { aspectRatio: '16:9', resolution: '720p' }).inputs).toEqual({
			size: '1280*720',
		});
		expect(writeInputs(model, { resolution: '1080p' }).problems).toHaveLength(1);
	});

	it('finds the other inputs under the names that are in use', () => {
		const model = described({
			sound: { type: 'boolean' },
			negative_prompt: { type: 'string' },
			seed: { type: 'string' },
			image_url: { type: 'string' },
		});
		expect(model.inputs).toMatchObject({
			generateAudio: { name: 'sound' },
			negativePrompt: { name: 'negative_prompt' },
			seed: { name: 'seed', as: 'string' },
			image: { name: 'image_url' },
		});
	});

	it('refuses nothing where the schema is no schema', () => {
		for (const schema of [null, 'x', [], {}, { properties: 7 }]) {
			const model = modelFromSchema('waveSpeed', 'a/model', 'text', schema);
			const words = { durationSeconds: 5, aspectRatio: '9:16', resolution: '720p' } as const;
			expect(writeInputs(model, words).problems).toEqual([]);
			expect(model).toMatchObject({ id: 'a/model', name: 'a/model' });
		}
	});
});
