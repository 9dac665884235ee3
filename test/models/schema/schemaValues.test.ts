import { writeInputs } from '../../../nodes/Sora/models/inputs';
import type { VideoOptions } from '../../../nodes/Sora/models/model';
import { modelFromSchema } from '../../../nodes/Sora/models/schema/schema';

function described(properties: Record<string, unknown>, definitions: object = {}) {
	const schema = { type: 'object', properties, ...definitions };
	return modelFromSchema('eachlabs', 'a/model', 'text', schema, 'A Model');
}

function written(properties: Record<string, unknown>, options: VideoOptions, definitions?: object) {
	return writeInputs(described(properties, definitions), options);
}

describe('a duration', () => {
	it.each<[string, object, number, unknown]>([
		['with its unit', { type: 'string', enum: ['4s', '6s', '8s'] }, 4, '4s'],
		['with its unit in words', { type: 'string', enum: ['5 seconds', '10 Sec'] }, 10, '10 Sec'],
		['as text', { type: 'string', enum: ['5', '10'] }, 5, '5'],
		['as text without a type', { enum: ['5', '10'] }, 5, '5'],
		['as text with a fraction', { type: 'string', enum: ['4.0', '8.0'] }, 8, '8.0'],
		['as a number', { type: 'number', enum: [2.5, 5] }, 2.5, 2.5],
		['as a number in a list of texts', { type: 'integer', enum: ['5', '10'] }, 5, 5],
		['as text in a list of numbers', { type: 'string', enum: [5, 10] }, 5, '5'],
		['beside words', { type: 'string', enum: ['auto', '8s'], default: 'auto' }, 8, '8s'],
		['in one of several schemas', { anyOf: [{ enum: ['4s', '6s'] }, { type: 'null' }] }, 6, '6s'],
		['deeper still', { anyOf: [{ oneOf: [{ const: '4s' }, { const: '6s' }] }] }, 6, '6s'],
		['as a constant', { const: '8s' }, 8, '8s'],
		['with a unit that the default shows', { type: 'string', default: '5s' }, 7, '7s'],
		['with a unit that the examples show', { type: 'string', examples: ['5s'] }, 7, '7s'],
		['with a fraction', { type: 'number', minimum: 2, maximum: 10 }, 4.5, 4.5],
		['beside another range', { anyOf: [{ type: 'integer', minimum: 4, maximum: 8 }] }, 5, 5],
		['in steps', { type: 'integer', minimum: 5, maximum: 15, multipleOf: 5 }, 10, 10],
		['up to a maximum', { type: 'integer', maximum: 8 }, 8, 8],
	])('%s is sent as the model writes it', (_, duration, durationSeconds, sent) => {
		expect(written({ duration }, { durationSeconds })).toEqual({
			inputs: { duration: sent },
			problems: [],
			warnings: [],
		});
	});

	it.each<[object, number, string]>([
		[{ type: 'string', enum: ['4s', '6s', '8s'] }, 5, '4, 6 or 8 seconds, not 5'],
		[{ anyOf: [{ enum: ['4s', '6s'] }, { type: 'null' }] }, 5, '4 or 6 seconds, not 5'],
		[{ type: 'integer', minimum: 5, maximum: 15, multipleOf: 5 }, 7, '5, 10 or 15 seconds, not 7'],
		[{ type: 'integer', minimum: 4, maximum: 8 }, 4.5, '4 to 8 seconds, not 4.5'],
		[{ type: 'number', minimum: 4, maximum: 8 }, 8.5, '4 to 8 seconds, not 8.5'],
		[{ type: 'integer', maximum: 8 }, 9, '1 to 8 seconds, not 9'],
		[{ type: 'integer', minimum: 4 }, 3, '4 seconds or more, not 3'],
	])('%j refuses %s with what it takes', (duration, durationSeconds, taken) => {
		expect(written({ duration }, { durationSeconds }).problems).toEqual([
			`A Model supports ${taken}`,
		]);
	});

	it('in words cannot be asked for in seconds, and is never dropped in silence', () => {
		const { inputs, problems } = written(
			{ duration: { type: 'string', enum: ['short', 'long'] } },
			{ durationSeconds: 5 },
		);
		expect(inputs).toEqual({});
		expect(problems).toEqual([
			'A Model takes no number of seconds: set Duration to 0 instead of 5, or set its own input "duration" in Additional Inputs (short or long)',
		]);
	});

	it('is found where the schema refers to it', () => {
		const definitions = { $defs: { Duration: { type: 'string', enum: ['4s', '8s'] } } };
		const duration = { allOf: [{ $ref: '#/$defs/Duration' }], default: '8s' };
		expect(written({ duration }, { durationSeconds: 4 }, definitions).inputs).toEqual({
			duration: '4s',
		});
		expect(written({ duration }, { durationSeconds: 5 }, definitions).problems).toHaveLength(1);
	});

	it('is anything where a reference leads nowhere, or to itself', () => {
		const definitions = { $defs: { Duration: { $ref: '#/$defs/Duration' } } };
		for (const $ref of ['#/$defs/Duration', '#/nowhere', 'https://example.com/s.json', '#']) {
			expect(written({ duration: { $ref } }, { durationSeconds: 5 }, definitions).problems).toEqual(
				[],
			);
		}
	});
});

describe('a resolution', () => {
	it.each<[object, string, unknown]>([
		[{ type: 'string', enum: ['480P', '720P', '1080P'] }, '720p', '720P'],
		[{ type: 'integer', enum: [480, 720, 1080] }, '720p', 720],
		[{ type: 'string', enum: ['480', '720'] }, '720p', '720'],
		[{ type: 'string', enum: ['HD', 'Full HD'] }, '1080p', 'Full HD'],
		[{ type: 'string', enum: ['1080p (Full HD)', '720p (HD)'] }, '720p', '720p (HD)'],
		[{ anyOf: [{ type: 'string', enum: ['720P', '4K'] }, { type: 'null' }] }, '4k', '4K'],
		[{ type: 'integer' }, '720p', 720],
	])('%j at %s is %j', (resolution, asked, sent) => {
		expect(written({ resolution }, { resolution: asked })).toEqual({
			inputs: { resolution: sent },
			problems: [],
			warnings: [],
		});
	});

	it('that is not there is refused with the list', () => {
		const resolution = { type: 'integer', enum: [480, 720] };
		expect(written({ resolution }, { resolution: '1080p' }).problems[0]).toContain(
			'A Model supports resolution 480p or 720p, not 1080p',
		);
	});

	it('in pixels, beside an aspect ratio, is one of its tiers', () => {
		const properties = {
			aspect_ratio: { enum: ['16:9', '9:16'] },
			resolution: { enum: ['1280x720', '1920x1080'] },
		};
		expect(written(properties, { aspectRatio: '9:16', resolution: '1080p' }).inputs).toEqual({
			aspect_ratio: '9:16',
			resolution: '1920x1080',
		});
	});
});

describe('a frame', () => {
	const tall720: VideoOptions = { aspectRatio: '9:16', resolution: '720p' };

	it.each<[string, string[], unknown]>([
		['resolution', ['1280*720', '720*1280'], '720*1280'],
		['resolution', ['1280x720', '720x1280'], '720x1280'],
		['size', ['1280X720', '720X1280'], '720X1280'],
		['size', ['1280 x 720', '720 x 1280'], '720 x 1280'],
		['video_size', ['1280×720', '720×1280'], '720×1280'],
		['aspect_ratio', ['1280:720', '720:1280'], '720:1280'],
		['size', ['1280x720 (16:9)', '720x1280 (9:16)'], '720x1280 (9:16)'],
	])('of the input %s among %j is %s', (name, values, sent) => {
		const { inputs, problems } = written({ [name]: { type: 'string', enum: values } }, tall720);
		expect(problems).toEqual([]);
		expect(inputs).toEqual({ [name]: sent });
	});

	it.each<[string, string[], unknown]>([
		['aspect_ratio', ['landscape', 'portrait', 'square'], 'portrait'],
		['orientation', ['landscape', 'portrait'], 'portrait'],
		['aspect_ratio', ['16/9', '9/16'], '9/16'],
		['aspect_ratio', ['16x9', '9x16'], '9x16'],
		['ratio', ['16_9', '9_16'], '9_16'],
		['image_size', ['square_hd', 'landscape_16_9', 'portrait_16_9'], 'portrait_16_9'],
		['size', ['16:9', '9:16'], '9:16'],
		['aspect_ratio', ['Landscape (16:9)', 'Portrait (9:16)'], 'Portrait (9:16)'],
		['aspect_ratio', ['16:9 (Landscape)', '9:16 (Portrait)'], '9:16 (Portrait)'],
	])('of the input %s among %j is the shape %s', (name, values, sent) => {
		const { inputs, problems } = written(
			{ [name]: { type: 'string', enum: values } },
			{ aspectRatio: '9:16' },
		);
		expect(problems).toEqual([]);
		expect(inputs).toEqual({ [name]: sent });
	});

	it('that its words do not name is refused with those they name', () => {
		const { problems } = written(
			{ aspect_ratio: { enum: ['landscape', 'portrait'] } },
			{ aspectRatio: '1:1' },
		);
		expect(problems).toEqual(['A Model supports aspect ratio 16:9 or 9:16, not 1:1']);
	});

	it('of tiers under the name size is a resolution', () => {
		const properties = { size: { enum: ['720p', '1080p'] }, aspect_ratio: { enum: ['16:9'] } };
		const options: VideoOptions = { aspectRatio: '16:9', resolution: '1080p' };
		expect(written(properties, options).inputs).toEqual({ size: '1080p', aspect_ratio: '16:9' });
	});
});

describe('a switch', () => {
	it.each<[object, boolean, unknown]>([
		[{ type: 'boolean' }, false, false],
		[{ type: 'string', enum: ['true', 'false'] }, true, 'true'],
		[{ type: 'string', enum: ['on', 'off'] }, false, 'off'],
		[{ type: 'string', enum: ['Yes', 'No'] }, true, 'Yes'],
		[{ type: 'string', enum: ['enabled', 'disabled'] }, false, 'disabled'],
		[{ type: 'integer', enum: [0, 1] }, true, 1],
		[{ type: 'string' }, true, 'true'],
		[{ type: 'integer' }, false, 0],
		[{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, true, true],
		[{ type: ['boolean', 'null'] }, true, true],
	])('%j set to %s is %j', (sound, generateAudio, sent) => {
		expect(written({ generate_audio: sound }, { generateAudio })).toEqual({
			inputs: { generate_audio: sent },
			problems: [],
			warnings: [],
		});
	});

	it('without one of its sides refuses that side', () => {
		const properties = { generate_audio: { type: 'string', enum: ['on'] } };
		expect(written(properties, { generateAudio: false }).problems).toEqual([
			'A Model supports Generate Audio true, not false',
		]);
	});

	it('in words of its own is no switch of ours', () => {
		const properties = { sound: { type: 'string', enum: ['music', 'speech'] } };
		expect(written(properties, { generateAudio: true }).problems).toEqual([
			expect.stringContaining('has no known input for Generate Audio') as string,
		]);
	});
});

it.each<[object, unknown]>([
	[{ type: 'integer' }, 7],
	[{ type: 'string' }, '7'],
	[{ anyOf: [{ type: 'string' }, { type: 'null' }] }, '7'],
	[{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 7],
	[{ type: ['null', 'string'] }, '7'],
	[{ type: ['string', 'integer'] }, 7],
])('a seed of %j is sent as %j', (seed, sent) => {
	expect(written({ seed }, { seed: 7 }).inputs).toEqual({ seed: sent });
});
