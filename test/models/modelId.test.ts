import { modelIdProblem } from '../../nodes/Sora/models/modelId';
import { PROVIDERS } from '../../nodes/Sora/providers';

const { waveSpeed, eachlabs } = PROVIDERS;

describe('a model ID from outside', () => {
	it.each([
		'bytedance/seedance-2.5/text-to-video',
		'sora-2',
		'Wan-AI/Wan2.2-T2V-A14B-Diffusers',
		'ft:sora-2:me::abc',
		'model@v1',
		'模型/一',
	])('%s is taken', (id) => {
		expect(modelIdProblem(id, waveSpeed.reservedModelIds)).toBeNull();
	});

	it.each([
		['', 'is empty'],
		['   ', 'is empty'],
		['a b', 'contains a space'],
		[' a', 'contains a space'],
		['a\u00a0b', 'contains a space'],
		['a\nb', 'contains a control character'],
		['a\u0000b', 'contains a control character'],
		['a\u200bb', 'contains a control character'],
		['/a', 'starts with a slash'],
		['a/', 'ends with a slash'],
		['a//b', 'has two slashes in a row'],
		['https://example.com/a', 'has two slashes in a row'],
		['..', 'has ".." or "." as a part of its path'],
		['a/../b', 'has ".." or "." as a part of its path'],
		['a/./b', 'has ".." or "." as a part of its path'],
		['a..b', 'has ".." or "." as a part of its path'],
		['a?webhook=x', 'contains "?" or "#"'],
		['a#b', 'contains "?" or "#"'],
		['a%2e%2e', 'contains "%"'],
		['a\\b', 'contains a backslash'],
		['a\ud800', 'contains half a character'],
	])('%j %s', (id, problem) => {
		expect(modelIdProblem(id)).toBe(`The model ID ${JSON.stringify(id)} ${problem}`);
	});

	it('is not endless', () => {
		expect(modelIdProblem('a'.repeat(200))).toBeNull();
		expect(modelIdProblem('a'.repeat(201))).toBe(
			'The model ID is 201 characters long; the maximum is 200',
		);
	});

	it.each(['predictions/delete', 'media/upload/binary', 'balance', 'Models', 'webhook/secret'])(
		'%s is a call of WaveSpeed, not a model',
		(id) => {
			expect(modelIdProblem(id, waveSpeed.reservedModelIds)).toMatch(/is a path of the provider/);
			expect(modelIdProblem(id, eachlabs.reservedModelIds)).toBeNull();
		},
	);
});
