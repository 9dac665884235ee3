import type { HttpResponse } from '../../../nodes/Sora/providers/http';
import { objectOf, textOf } from '../../../nodes/Sora/shared/json';
import type { StatusResult } from '../../../nodes/Sora/providers/provider';
import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';
import { fixture } from '../fixtures';

const ID = 'e6832d4abffb4d79bfbca19783fca133';

/** Asks for the task that the answer is about. */
function result(name: string): StatusResult {
	const response = fixture('waveSpeed', name);
	const id = textOf(objectOf(objectOf(response.body).data).id) ?? ID;
	return waveSpeed.parseStatus(response, { id });
}

function lookAt(data: unknown, id = ID): StatusResult {
	const response: HttpResponse = { status: 200, headers: {}, body: { code: 200, data } };
	return waveSpeed.parseStatus(response, { id });
}

describe("WaveSpeed's answer to a status call", () => {
	it('brings the whole task once it is complete', () => {
		expect(result('status-completed')).toEqual({
			kind: 'task',
			task: {
				id: ID,
				status: 'completed',
				progress: null,
				videoUrls: ['https://cdn.wavespeed.ai/outputs/1.mp4'],
				videoBy: 'url',
				requestedModel: null,
				deliveredModel: 'openai/sora-2/image-to-video',
				durationSeconds: null,
				size: null,
				createdAt: '2025-05-19T06:09:15.948Z',
				completedAt: null,
				expiresAt: '2025-05-26T06:09:15.948Z',
				cost: null,
				failure: null,
				prompt: null,
				readPath: `/api/v3/predictions/${ID}/result`,
				response: fixture('waveSpeed', 'status-completed').body,
			},
		});
	});

	it('is read whatever day it names', () => {
		const data = { id: ID, status: 'completed', outputs: ['https://cdn.example.com/1.mp4'] };
		const task = lookAt({ ...data, created_at: '+275760-09-12T23:59:59Z' });
		expect(task).toMatchObject({ kind: 'task', task: { status: 'completed' } });
	});

	it.each([
		['status-created', 'queued'],
		['status-pending', 'queued'],
		['status-processing', 'running'],
		['status-somethingNew', 'running'],
		['sync-timeout', 'running'],
		['status-completed', 'completed'],
		['status-completed-objects', 'completed'],
		['status-failed', 'failed'],
		['status-timeout', 'failed'],
		['status-cancelled', 'cancelled'],
		['status-deleted', 'cancelled'],
	])('%s means %s', (name, status) => {
		expect(result(name)).toMatchObject({ kind: 'task', task: { status } });
	});

	it.each([
		['status-failed', 'provider', null, 'Error message here'],
		['status-failed-1200', 'moderation', '1200', 'Content moderation'],
		['status-failed-1400', 'invalid_input', '1400', 'Missing parameter'],
		['status-failed-1401', 'invalid_input', '1401', 'Invalid parameter'],
		['status-failed-1402', 'invalid_input', '1402', 'Media access failed'],
		['status-failed-1403', 'provider', '1403', 'Task execution failed'],
		['status-failed-1405', 'provider', '1405', 'Task failed'],
		['status-failed-5000', 'provider', '5000', 'Internal error'],
		['status-failed-5003', 'provider', '5003', 'Service unavailable'],
		['status-failed-5004', 'timeout', '5004', 'Timeout'],
		['status-failed-code-in-words', 'moderation', '1200', '1200: your prompt was not let through'],
		[
			'status-failed-object-error',
			'moderation',
			null,
			'The prompt was flagged by our safety system',
		],
		['status-failed-silent', 'provider', null, 'The video failed without a message'],
		['status-timeout', 'timeout', null, 'The video took too long'],
		['status-cancelled', 'cancelled', null, 'WaveSpeedAI reports the task as cancelled'],
		['status-deleted', 'cancelled', null, 'WaveSpeedAI reports the task as deleted'],
	])('%s failed for a reason of the category %s', (name, category, code, message) => {
		expect(result(name)).toMatchObject({
			kind: 'task',
			task: { videoUrls: [], expiresAt: null, failure: { category, code, message } },
		});
	});

	it.each([
		['status-completed-empty', 'provider', 'no_video'],
		['status-completed-characters', 'provider', 'no_video'],
		['status-completed-nsfw', 'moderation', 'no_video'],
		['status-completed-picture', 'provider', 'other_outputs'],
	])('%s is a failure, for there is no video', (name, category, code) => {
		expect(result(name)).toMatchObject({
			kind: 'task',
			task: { status: 'failed', videoUrls: [], failure: { category, code } },
		});
	});

	it('finds the videos in outputs that are objects', () => {
		expect(result('status-completed-objects')).toMatchObject({
			task: {
				videoUrls: [
					'https://cdn.wavespeed.ai/outputs/1.mp4',
					'https://cdn.wavespeed.ai/outputs/2.mp4',
				],
			},
		});
	});

	it('reads length, size and prompt from the echo of the inputs', () => {
		expect(result('status-completed-with-echo')).toMatchObject({
			task: { durationSeconds: 8, size: '720x1280', prompt: 'A kite over dunes' },
		});
	});

	it('says what a code means where the provider says nothing else', () => {
		expect(lookAt({ id: ID, status: 'failed', code: 1402, error: '' })).toMatchObject({
			task: { failure: { code: '1402', message: 'The image could not be fetched' } },
		});
	});

	it('waits on where a task is said to have failed only because the call was held open', () => {
		const error = 'Sync mode timed out after 90 seconds. The prediction is still processing.';
		expect(lookAt({ id: ID, status: 'failed', code: 5004, error })).toMatchObject({
			task: { status: 'running', failure: null },
		});
	});

	it.each([
		['https://elsewhere.example.com/api/v3/predictions/abc/result', null],
		[`https://elsewhere.example.com/api/v3/predictions/${ID}`, `/api/v3/predictions/${ID}`],
		[`https://api.wavespeed.ai/api/v3/predictions/${ID}/../../balance`, null],
		[`https://api.wavespeed.ai/api/v3/predictions/${ID}/result/more`, null],
		['not an address', null],
		[undefined, null],
	])('takes from the address %s the path %s', (get, readPath) => {
		expect(lookAt({ id: ID, status: 'processing', urls: { get } })).toMatchObject({
			task: { readPath },
		});
	});

	it.each([
		['error-404', 'missing', 'task not found'],
		['error-400', 'missing', 'Invalid parameter: duration must be between 4 and 30'],
		['error-401', 'refused', 'invalid authentication'],
		['error-402', 'refused', 'insufficient credits'],
		['error-403', 'refused', 'insufficient role'],
		['code-403-inside-200', 'refused', 'insufficient role'],
		['error-429', 'unclear', 'Too Many Requests'],
		['code-429-inside-200', 'unclear', 'Too Many Requests'],
		['code-500-inside-200', 'unclear', 'Upload failed: invalid file type'],
		['error-500', 'unclear', 'internal error'],
		['error-503-later', 'unclear', 'service unavailable'],
		['page-502', 'unclear', 'a web page titled "502 Bad Gateway" came instead of a response'],
		['page-504', 'unclear', 'a web page titled "504 Gateway Time-out" came instead of a response'],
		[
			'page-403',
			'unclear',
			'a web page titled "Attention Required! | Cloudflare" came instead of a response',
		],
		['page-404', 'unclear', 'a web page titled "404 Not Found" came instead of a response'],
		['submit-without-id', 'unclear', 'The response contains no task ID'],
		['empty', 'unclear', 'The response contains no task ID'],
	])('%s means %s: %s', (name, kind, message) => {
		expect(result(name)).toMatchObject({ kind, failure: { message } });
	});

	it.each(['completed', 'failed', 'cancelled', 'processing'])(
		'about another task that is %s says nothing of this one: ask again',
		(status) => {
			const outputs = ['https://cdn.wavespeed.ai/outputs/theirs.mp4'];
			expect(lookAt({ id: 'aa32d4abffb4d79bfbca19783fca1333', status, outputs })).toMatchObject({
				kind: 'unclear',
				failure: {
					code: null,
					message: 'The response is about another task: aa32d4abffb4d79bfbca19783fca1333',
				},
			});
		},
	);

	it.each([ID.toUpperCase(), 'e6832d4a-bffb-4d79-bfbc-a19783fca133'])(
		'is about this task, too, where it was asked for as %s, and keeps that name',
		(id) => {
			expect(lookAt({ id: ID, status: 'processing' }, id)).toMatchObject({
				kind: 'task',
				task: { id, status: 'running' },
			});
		},
	);

	it.each(['page-200', 'broken-json'])('%s means: ask again', (name) => {
		expect(result(name)).toMatchObject({
			kind: 'unclear',
			failure: { message: expect.stringMatching(/^The response contains no task ID: ./) },
		});
	});
});
