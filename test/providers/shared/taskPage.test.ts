import type { Provider } from '../../../nodes/Sora/providers/provider';
import { eachlabs } from '../../../nodes/Sora/providers/eachlabs';
import { openAiCompatible } from '../../../nodes/Sora/providers/openAiCompatible';
import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';

const image = 'https://cdn.example.com/a.png';
const video = 'https://cdn.example.com/a.mp4';

/** A page of each provider with a video, an image, and a row that is no task. */
const PAGES: ReadonlyArray<readonly [string, Provider, unknown]> = [
	[
		'WaveSpeed',
		waveSpeed,
		{
			code: 200,
			data: {
				items: [
					{ id: 'a', status: 'completed', outputs: [video], created_at: '2026-11-20T12:03:00Z' },
					{ id: 'b', status: 'completed', outputs: [image], created_at: '2026-11-20T12:02:00Z' },
					{ id: 'c', created_at: '2026-11-20T12:01:00Z' },
				],
			},
		},
	],
	[
		'Eachlabs',
		eachlabs,
		{
			executions: [
				{ id: 'a', status: 'success', output: video, created_at: '2026-11-20T12:03:00Z' },
				{ id: 'b', status: 'success', output: image, created_at: '2026-11-20T12:02:00Z' },
				{ id: 'c', created_at: '2026-11-20T12:01:00Z' },
			],
		},
	],
	[
		'an OpenAI-compatible host',
		openAiCompatible,
		{
			data: [
				{ id: 'a', status: 'completed', created_at: 1795176180 },
				{ id: 'c', object: 'image', created_at: '1795176060' },
			],
		},
	],
];

describe.each(PAGES)('a page of %s', (_, { list }, body) => {
	const page = list?.parse({ status: 200, headers: {}, body }, null);
	const value = page?.ok === true ? page.value : null;

	it('holds the videos, and tells the times of all rows', () => {
		expect(value?.tasks.map(({ id }) => id)).toEqual(['a']);
		expect(value?.createdAt[0]).toBe('2026-11-20T12:03:00.000Z');
		expect(value?.createdAt.at(-1)).toBe('2026-11-20T12:01:00.000Z');
	});

	it('keeps what made an image apart', () => {
		const made = JSON.stringify(body).includes(image) ? ['b'] : [];
		expect(value?.others.map(({ id }) => id)).toEqual(made);
	});
});
