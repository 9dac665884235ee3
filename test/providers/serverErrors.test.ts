import { PROVIDERS } from '../../nodes/Sora/providers';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { requestTo } from './requests';

const REQUEST_ID = '019b7a54-3001-7c48-8708-f8f069312441';
const FAL_TASK = `https://queue.fal.run/bytedance/seedance-2.0/requests/${REQUEST_ID}`;

/** What a create answers, and the ID in it. */
const CREATED: Readonly<Record<ProviderName, [object, string]>> = {
	waveSpeed: [{ code: 500, data: { id: 'abc123', status: 'created' } }, 'abc123'],
	apiyi: [{ id: 'cgt-1', status: 'queued' }, 'cgt-1'],
	eachlabs: [{ status: 'success', predictionID: 'abc123' }, 'abc123'],
	fal: [
		{
			status: 'IN_QUEUE',
			request_id: REQUEST_ID,
			response_url: FAL_TASK,
			status_url: `${FAL_TASK}/status`,
			cancel_url: `${FAL_TASK}/cancel`,
		},
		REQUEST_ID,
	],
	openRouter: [
		{ id: 'gen-vid-1', status: 'pending', polling_url: '/videos/gen-vid-1' },
		'gen-vid-1',
	],
	openAiCompatible: [{ id: 'video_1', object: 'video', status: 'queued' }, 'video_1'],
};

describe.each(PROVIDER_NAMES)('a server error of %s in the answer to a submit', (name) => {
	const provider = PROVIDERS[name];
	const request = requestTo(name, 'text');

	it.each([500, 502, 504])('that names a task (%i) has accepted it', (status) => {
		const [body, id] = CREATED[name];
		const submission = provider.parseCreate({ status, headers: {}, body }, request);
		expect(submission).toMatchObject({ kind: 'accepted', task: { status: 'queued' } });
		expect(submission.kind === 'accepted' && submission.task.id).toContain(id);
	});

	it.each([
		[{ error: { message: 'internal error (request id: 2026)', type: 'server_error' } }],
		[{ id: 'req_1', error: { message: 'internal error' } }],
		['<html><title>502 Bad Gateway</title></html>'],
		[''],
	])('that names none is no task: %j', (body) => {
		const submission = provider.parseCreate({ status: 502, headers: {}, body }, request);
		expect(submission.kind).toBe('unknown');
	});
});
