import type { IBinaryData } from 'n8n-workflow';
import { taskFrom } from '../../nodes/Sora/engine/submit/submit';
import { publicationOf, readPublicUrlHours } from '../../nodes/Sora/output/publicUrl';
import type { TaskStatus } from '../../nodes/Sora/providers/video';

const STORED: IBinaryData = { id: 'filesystem-v2:a', data: 'filesystem-v2', mimeType: 'video/mp4' };
const IN_MEMORY: IBinaryData = { data: 'AAAA', mimeType: 'video/mp4' };

const task = (status: TaskStatus) => ({ ...taskFrom({ id: 'a' }, null, null), status });

/** An n8n at this address; the URL shows for how long it was signed. */
const n8nAt = (origin: string) => ({
	helpers: {
		createBinarySignedUrl: (_: IBinaryData, expiresIn: string) =>
			`${origin}/rest/binary-data/signed?token=${expiresIn}`,
	},
});
const PUBLIC = n8nAt('https://n8n.example.com');

const publish = (hours: number | undefined, video: IBinaryData | null = STORED, n8n = PUBLIC) =>
	publicationOf(n8n, task('completed'), video, hours);

describe('the public URL of a stored video', () => {
	it.each([
		[24, '86400s'],
		[0.5, '1800s'],
		[1 / 7, '514s'],
		[0.000001, '1s'],
	])('is signed for %p hours', (hours, expected) => {
		expect(publish(hours)).toEqual({
			publicUrl: `https://n8n.example.com/rest/binary-data/signed?token=${expected}`,
			warnings: [],
		});
	});

	it.each([[0], [undefined]])('is left out where %p asks for none', (hours) => {
		expect(publish(hours)).toBeUndefined();
	});

	it('is null without a warning where there is no video yet, or never will be', () => {
		for (const status of ['queued', 'running', 'failed', 'expired'] as const) {
			const publication = publicationOf(PUBLIC, task(status), null, 1);
			expect(publication).toEqual({ publicUrl: null, warnings: [] });
		}
	});

	const refusing = {
		helpers: {
			createBinarySignedUrl: (): string => {
				throw new Error('no secret');
			},
		},
	};

	it.each([
		['an n8n that only its own machine can reach', n8nAt('http://localhost:5678'), STORED],
		['an n8n in a private network', n8nAt('http://192.168.1.20:5678'), STORED],
		['an n8n without an address', n8nAt(''), STORED],
		['an n8n that cannot sign', { helpers: {} }, STORED],
		['an n8n that fails to sign', refusing, STORED],
		['a video in memory', PUBLIC, IN_MEMORY],
		['a video that was not downloaded', PUBLIC, null],
	])('is null for %s, and a warning says why', (_, n8n, video) => {
		const publication = publicationOf(n8n, task('completed'), video, 1);
		expect(publication?.publicUrl).toBeNull();
		expect(publication?.warnings).toEqual([
			expect.stringMatching(/^There is no public URL: .{20,}\.$/),
		]);
	});

	it('names the address that cannot be reached', () => {
		const publication = publish(1, STORED, n8nAt('http://localhost:5678'));
		expect(publication?.warnings[0]).toContain('at http://localhost:5678. Set WEBHOOK_URL');
	});
});

describe('Public URL (Hours)', () => {
	it.each([
		['1.5', 1.5],
		[24, 24],
		['0', 0],
		['', undefined],
		[null, undefined],
	])('reads %p', (value, expected) => {
		expect(readPublicUrlHours(value)).toEqual({ value: expected });
	});

	it.each([['a day'], [-1], [Number.NaN], [true], [{}], [8761], ['1,5']])('refuses %p', (value) => {
		expect(readPublicUrlHours(value)).toHaveProperty('problem');
	});
});
