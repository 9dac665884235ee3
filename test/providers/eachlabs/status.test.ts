import { eachlabs } from '../../../nodes/Sora/providers/eachlabs';
import { objectOf, textOf } from '../../../nodes/Sora/shared/json';
import type { StatusResult } from '../../../nodes/Sora/providers/provider';
import { fixture } from '../fixtures';

const VIDEO = 'https://storage.example.com/predictions/abc123/video.mp4';

const ID = 'abc123-def456-ghi789';

/** Asks for the task that the answer is about. */
function result(name: string): StatusResult {
	const response = fixture('eachlabs', name);
	return eachlabs.parseStatus(response, { id: textOf(objectOf(response.body).id) ?? ID });
}

describe("Eachlabs' answer to a status call", () => {
	it('brings the whole task once it is complete', () => {
		expect(result('status-success')).toEqual({
			kind: 'task',
			task: {
				id: 'abc123-def456-ghi789',
				status: 'completed',
				progress: null,
				videoUrls: [VIDEO],
				videoBy: 'url',
				requestedModel: null,
				deliveredModel: null,
				durationSeconds: 8,
				size: null,
				createdAt: null,
				completedAt: null,
				expiresAt: null,
				cost: { amount: 0.05, currency: 'USD' },
				failure: null,
				prompt: 'A kite over dunes',
				readPath: null,
				response: fixture('eachlabs', 'status-success').body,
			},
		});
	});

	it.each([
		['status-created', 'queued'],
		['status-starting', 'running'],
		['status-processing', 'running'],
		['status-somethingNew', 'running'],
		['status-success', 'completed'],
		['status-succeeded', 'completed'],
		['status-error', 'failed'],
		['status-failed', 'failed'],
		['status-cancelled', 'cancelled'],
		['status-canceled', 'cancelled'],
	])('%s means %s', (name, status) => {
		expect(result(name)).toMatchObject({ kind: 'task', task: { status } });
	});

	it.each([
		['status-success-array', [VIDEO, VIDEO.replace('video', 'other')]],
		['status-success-object', [VIDEO]],
		['status-success-nested-object', [VIDEO]],
	])('finds the videos in %s', (name, videoUrls) => {
		expect(result(name)).toMatchObject({ task: { status: 'completed', videoUrls } });
	});

	it.each([
		['status-success-empty', 'no_video'],
		['status-success-picture', 'other_outputs'],
	])('%s is a failure, for there is no video', (name, code) => {
		expect(result(name)).toMatchObject({
			task: { status: 'failed', videoUrls: [], failure: { category: 'provider', code } },
		});
	});

	it.each([
		['status-error', 'provider', 'PROVIDER_FAILED', 'Execution failed: exec_error'],
		['status-failed', 'provider', 'PROVIDER_FAILED', 'Execution failed: exec_error'],
		['status-error-minimal', 'provider', null, 'Failed to dispatch the execution'],
		['status-error-text', 'timeout', null, 'Error: Model timeout after 30s'],
		['status-error-array', 'timeout', null, 'Error: Model timeout after 30s'],
		['status-error-nested', 'provider', null, 'The picture could not be read: unsupported format'],
		['status-error-silent', 'provider', null, 'The video failed without a message'],
		[
			'status-error-moderation',
			'moderation',
			'PROVIDER_REJECTED',
			'The request was blocked by the content policy',
		],
		[
			'status-error-PROVIDER_RATE_LIMIT',
			'rate_limit',
			'PROVIDER_RATE_LIMIT',
			'This model is temporarily rate limited. Retry shortly.',
		],
		['status-cancelled', 'cancelled', null, 'Eachlabs reports the task as cancelled'],
	])('%s failed for a reason of the category %s', (name, category, code, message) => {
		expect(result(name)).toMatchObject({
			kind: 'task',
			task: { videoUrls: [], failure: { category, code, message } },
		});
	});

	it.each([
		['INPUT_VALIDATION_ERROR', 'invalid_input'],
		['PROVIDER_FAILED', 'provider'],
		['PROVIDER_REJECTED', 'provider'],
		['PROVIDER_BAD_REQUEST', 'invalid_input'],
		['PROVIDER_AUTH_ERROR', 'provider'],
		['PROVIDER_SERVER_ERROR', 'provider'],
		['NETWORK_ERROR', 'provider'],
		['EXECUTION_TIMEOUT', 'timeout'],
		['INPUT_DOWNLOAD_ERROR', 'invalid_input'],
	])('the error code %s is of the category %s', (code, category) => {
		expect(result(`status-error-${code}`)).toMatchObject({
			task: { failure: { code, category, message: 'It did not work' } },
		});
	});

	it.each([
		['VALIDATION', 'invalid_input'],
		['PROVIDER', 'provider'],
		['AUTH', 'provider'],
		['RATE_LIMIT', 'rate_limit'],
		['NETWORK', 'provider'],
		['TIMEOUT', 'timeout'],
		['INTERNAL', 'provider'],
		['UNKNOWN', 'provider'],
	])('without a code the class %s is of the category %s', (name, category) => {
		expect(result(`status-error-class-${name}`)).toMatchObject({
			task: { failure: { code: null, category } },
		});
	});

	it.each([
		['error-404', 'missing', 'Prediction not found'],
		['error-401', 'refused', 'Invalid or missing API key'],
		['error-429', 'unclear', /^too many requests/],
		['error-500', 'unclear', 'Failed to create prediction'],
		['page-502', 'unclear', /502 Bad Gateway/],
		['page-200', 'unclear', /^The response contains no task ID: a web page/],
		['broken-json', 'unclear', /^The response contains no task ID/],
		['submit', 'unclear', /^The response contains no task ID/],
	])('%s means %s', (name, kind, message) => {
		expect(result(name)).toMatchObject({
			kind,
			failure: { message: expect.stringMatching(message) },
		});
	});

	it.each(['status-success', 'status-error', 'status-cancelled', 'status-processing'])(
		'%s of another task says nothing of this one: ask again',
		(name) => {
			expect(eachlabs.parseStatus(fixture('eachlabs', name), { id: 'task-of-ours' })).toMatchObject(
				{
					kind: 'unclear',
					failure: {
						code: null,
						message: expect.stringMatching(/^The response is about another task/),
					},
				},
			);
		},
	);

	it('is about this task, too, where it was asked for in capitals, and keeps that name', () => {
		const id = ID.toUpperCase();
		expect(eachlabs.parseStatus(fixture('eachlabs', 'status-success'), { id })).toMatchObject({
			kind: 'task',
			task: { id, status: 'completed', videoUrls: [VIDEO] },
		});
	});
});
