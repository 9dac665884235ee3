import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import type { StatusResult } from '../../../nodes/Sora/providers/provider';
import { toVideoTask } from '../../../nodes/Sora/providers/video';
import { fixture } from '../fixtures';

const ID = 'gen-vid-1788400867-abcdefghij0123456789';
const SIGNED = 'https://storage.example.com/videos/kite.mp4?X-Goog-Signature=1';
const CONTENT = { to: 'provider', method: 'GET', path: `/videos/${ID}/content?index=0` };

function result(name: string): StatusResult {
	return openRouter.parseStatus(fixture('openRouter', name), { id: ID });
}

function placesOf(name: string) {
	const read = result(name);
	return read.kind === 'task' ? openRouter.video(read.task) : null;
}

describe("OpenRouter's answer to a status call", () => {
	it('brings the whole task once it is complete', () => {
		const response = fixture('openRouter', 'status-completed').body;
		expect(result('status-completed')).toEqual({
			kind: 'task',
			task: toVideoTask({
				...{ id: ID, status: 'completed', videoUrls: [SIGNED], response },
				cost: { amount: 0.2, currency: 'USD' },
			}),
		});
	});

	it('has the signed address first, and then the bytes with the key', () => {
		const signed = { to: 'anywhere', method: 'GET', url: SIGNED };
		expect(placesOf('status-completed')).toEqual([signed, CONTENT]);
	});

	it.each(['status-completed-keyed', 'status-completed-bare'])(
		'%s has the bytes with the key only, and shows no address',
		(name) => {
			expect(result(name)).toMatchObject({
				task: { status: 'completed', videoUrls: [], videoBy: 'api' },
			});
			expect(placesOf(name)).toEqual([CONTENT]);
		},
	);

	it('takes an unsigned address for an open one if it is elsewhere than the API', () => {
		expect(result('status-completed-storage')).toMatchObject({
			task: { videoUrls: ['https://storage.example.com/video.mp4'], videoBy: 'url' },
		});
	});

	it.each([
		['status-pending', 'queued'],
		['status-in-progress', 'running'],
		['status-something-new', 'running'],
		['status-completed', 'completed'],
		['status-failed', 'failed'],
		['status-cancelled', 'cancelled'],
		['status-expired', 'expired'],
	])('%s means %s', (name, status) => {
		expect(result(name)).toMatchObject({ kind: 'task', task: { status } });
		if (status !== 'completed') expect(placesOf(name)).toEqual([]);
	});

	it.each([
		['status-failed', 'moderation', /blocked by the provider's content policy/],
		['status-failed-provider', 'provider', /^Upstream generation failed$/],
		['status-failed-silent', 'provider', /"failed" without a reason/],
		['status-cancelled', 'cancelled', /"cancelled" without a reason/],
		['status-expired', 'timeout', /^The job expired before/],
	])('%s failed for a reason of the category %s', (name, category, message) => {
		expect(result(name)).toMatchObject({
			task: { videoUrls: [], failure: { category, message: expect.stringMatching(message) } },
		});
	});

	it.each([
		['error-404-job', 'missing', 'Video generation job not found'],
		['error-401', 'refused', 'User not found.'],
		['error-402', 'refused', /^Insufficient credits/],
		['error-inside-200', 'refused', 'Insufficient credits'],
		['error-429', 'unclear', 'Rate limit exceeded'],
		['error-500', 'unclear', 'Internal Server Error'],
		['error-502', 'unclear', 'Provider returned error: upstream connect error'],
		['page-404', 'unclear', /Not Found/],
		['page-502', 'unclear', /502 Bad Gateway/],
		['page-200', 'unclear', /a web page/],
		['broken-json', 'unclear', /^The response contains no task ID/],
		['status-other-job', 'unclear', /another task: job-abc123/],
		['models', 'unclear', /^The response contains no task ID/],
	])('%s means %s', (name, kind, message) => {
		expect(result(name)).toMatchObject({
			kind,
			failure: { message: expect.stringMatching(message) },
		});
	});
});
