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
		['a b', 'has a space in it'],
		[' a', 'has a space in it'],
		['a\u00a0b', 'has a space in it'],
		['a\nb', 'has a control character in it'],
		['a\u0000b', 'has a control character in it'],
		['a\u200bb', 'has a control character in it'],
		['/a', 'starts with a slash'],
		['a/', 'ends with a slash'],
		['a//b', 'has two slashes in a row'],
		['https://example.com/a', 'has two slashes in a row'],
		['..', 'has ".." or "." as a part of its path'],
		['a/../b', 'has ".." or "." as a part of its path'],
		['a/./b', 'has ".." or "." as a part of its path'],
		['a..b', 'has ".." or "." as a part of its path'],
		['a?webhook=x', 'has a "?" or "#" in it'],
		['a#b', 'has a "?" or "#" in it'],
		['a%2e%2e', 'has a "%" in it'],
		['a\\b', 'has a backslash in it'],
		['a\ud800', 'has half a character in it'],
	])('%j %s', (id, problem) => {
		expect(modelIdProblem(id)).toBe(`The model ID ${JSON.stringify(id)} ${problem}`);
	});

	it('is not endless', () => {
		expect(modelIdProblem('a'.repeat(200))).toBeNull();
		expect(modelIdProblem('a'.repeat(201))).toBe(
			'The model ID is 201 characters long; at most 200 are taken',
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
