import { fal } from '../../../nodes/Sora/providers/fal';
import type { StatusResponse, StatusResult } from '../../../nodes/Sora/providers/provider';
import { fixture } from '../fixtures';

const REQUEST = '764cabcf-b745-4b3e-ae38-1200304cf45b';
const ID = `fal-ai/veo3.1/fast/requests/${REQUEST}`;
const VIDEO = 'https://v3b.fal.media/files/b/panda/clip.mp4';

const status = (name: string, id = ID): StatusResponse =>
	fal.parseStatus(fixture('fal', name), { id });

/** What the result says, once the status has said that the request has ended. */
function result(name: string, after = 'status-completed'): StatusResult {
	const { further } = status(after);
	if (!further) throw new Error('the status names no further call');
	return further.parse(fixture('fal', name));
}

describe("fal's answer to a status call", () => {
	it.each([
		['status-in-queue', 'queued'],
		['status-in-progress', 'running'],
	])('%s is a task that is %s', (name, expected) => {
		expect(status(name)).toMatchObject({
			kind: 'task',
			task: { id: ID, status: expected, requestedModel: 'fal-ai/veo3.1/fast', videoUrls: [] },
		});
		expect(status(name).further).toBeUndefined();
	});

	it('says of a request that has ended only where the result is', () => {
		const { kind, further } = status('status-completed');
		expect(kind).toBe('unclear');
		expect(further?.call).toMatchObject({
			to: 'provider',
			method: 'GET',
			path: `/fal-ai/veo3.1/requests/${REQUEST}`,
		});
		expect(further?.call.host).toBeUndefined();
	});

	it.each([
		['status-completed-error', 'failed', 'timeout', 'request_timeout'],
		['status-completed-cancelled', 'cancelled', 'cancelled', 'request_cancelled'],
		['status-failed', 'failed', 'provider', null],
	])('%s is certain, and the result may say more', (name, expected, category, code) => {
		const said = status(name);
		expect(said).toMatchObject({
			kind: 'task',
			task: { status: expected, failure: { category, code, httpStatus: null } },
		});
		expect(said.further).toBeDefined();
	});

	it.each([
		['status-of-another', 'unclear'],
		['status-404', 'missing'],
		['error-401', 'refused'],
		['error-403-balance', 'refused'],
		['error-429', 'unclear'],
		['error-500', 'unclear'],
		['error-503-runner', 'unclear'],
		['page-502', 'unclear'],
	])('%s is no task: %s', (name, kind) => {
		expect(status(name)).toMatchObject({ kind });
		expect(status(name).further).toBeUndefined();
	});
});

describe("fal's result of a request that has ended", () => {
	it('brings the video, and what the model says of it', () => {
		expect(result('result')).toEqual({
			kind: 'task',
			task: expect.objectContaining({
				id: ID,
				status: 'completed',
				videoUrls: [VIDEO],
				videoBy: 'url',
				requestedModel: 'fal-ai/veo3.1/fast',
				deliveredModel: null,
				durationSeconds: 4,
				size: '720x1280',
				failure: null,
				response: fixture('fal', 'result').body,
			}) as unknown,
		});
	});

	it.each(['result-plain', 'result-video-url'])('%s brings the video', (name) => {
		expect(result(name)).toMatchObject({ task: { status: 'completed', videoUrls: [VIDEO] } });
	});

	it.each([
		['result-images', 'other_outputs'],
		['result-empty', 'no_video'],
	])('%s has no video', (name, code) => {
		expect(result(name)).toMatchObject({
			kind: 'task',
			task: { status: 'failed', failure: { code } },
		});
	});

	it.each([
		[
			'result-422-moderation',
			'moderation',
			'content_policy_violation',
			'prompt: The content was flagged by a content checker.',
		],
		[
			'result-422-image-too-large',
			'invalid_input',
			'image_too_large',
			'image_url: Image dimensions are too large',
		],
		[
			'result-422-value',
			'invalid_input',
			'literal_error',
			"duration: Input should be '4s', '6s' or '8s'; seed: Input should be a valid integer",
		],
		['result-500', 'provider', 'internal_server_error', 'Internal server error'],
		['result-504', 'timeout', 'request_timeout', 'Request timed out'],
	])('%s is the end: %s', (name, category, code, message) => {
		expect(result(name)).toMatchObject({
			kind: 'task',
			task: { id: ID, status: 'failed', failure: { category, code, message } },
		});
	});

	it.each([
		['result-400-in-progress', 'unclear'],
		['status-in-progress', 'unclear'],
		['error-429', 'unclear'],
		['error-500', 'unclear'],
		['page-502', 'unclear'],
		['result-404', 'missing'],
		['error-401', 'refused'],
	])('%s says nothing of the end: %s', (name, kind) => {
		expect(result(name).kind).toBe(kind);
	});
});

describe('an answer to a cancel', () => {
	it.each(['cancel-ok', 'cancel-requested'])('%s is a yes', (name) => {
		expect(fal.cancel?.parse(fixture('fal', name))).toEqual({ ok: true, value: true });
	});

	it.each([
		['cancel-too-late', 'ALREADY_COMPLETED'],
		['cancel-not-found', 'NOT_FOUND'],
		['error-401', 'No user found for Key ID and Secret'],
	])('%s is none', (name, message) => {
		expect(fal.cancel?.parse(fixture('fal', name))).toMatchObject({
			ok: false,
			failure: { message },
		});
	});

	it('is asked for by PUT, below the app of the model', () => {
		expect(fal.cancel?.call({ id: ID })).toEqual({
			to: 'provider',
			method: 'PUT',
			path: `/fal-ai/veo3.1/requests/${REQUEST}/cancel`,
		});
	});
});
