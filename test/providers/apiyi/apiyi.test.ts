import { findModel } from '../../../nodes/Sora/providers/findModel';
import type { ModelKind } from '../../../nodes/Sora/models/model';
import { apiyi } from '../../../nodes/Sora/providers/apiyi';
import type { VideoRequest } from '../../../nodes/Sora/providers/video';
import { fixture } from '../fixtures';
import { requestOf } from '../requests';

const SEEDANCE = 'doubao-seedance-2-0-fast-260128';
const TASKS = '/seedance/api/v3/contents/generations/tasks';
const IMAGE = {
	kind: 'file',
	bytes: new Uint8Array([0x68, 0x69]),
	mimeType: 'image/png',
	fileName: 'cat.png',
} as const;

function requestFor(id: string, kind: ModelKind, words: Partial<VideoRequest> = {}): VideoRequest {
	const model = findModel('apiyi', id, kind) ?? apiyi.passThrough(id, kind);
	return requestOf({ model, prompt: 'A cat', ...words });
}

const response = (name: string) => fixture('apiyi', name);
const submitted = (name: string, id: string) =>
	apiyi.parseCreate(response(name), requestFor(id, 'text'));

describe('submitting to APIYI', () => {
	it.each([
		[SEEDANCE, TASKS],
		['doubao-seedance-9-9-270101', TASKS],
		['seedance-2', TASKS],
		['sora-2', '/v1/videos'],
		['wan-3.0-t2v', '/v1/videos'],
	])('sends %s to %s', (id, path) => {
		expect(apiyi.create(requestFor(id, 'text'))).toMatchObject({ method: 'POST', path });
	});

	it('sends a text to the relay as JSON', () => {
		const request = requestFor('sora-2', 'text', {
			durationSeconds: 8,
			aspectRatio: '16:9',
			resolution: '720p',
		});

		expect(apiyi.create(request).body).toEqual({
			kind: 'json',
			value: { model: 'sora-2', prompt: 'A cat', seconds: '8', size: '1280x720' },
		});
	});

	it('sends a picture to the relay as the one file input_reference', () => {
		const request = requestFor('sora-2', 'image', {
			image: IMAGE,
			durationSeconds: 4,
			aspectRatio: '9:16',
			resolution: '720p',
		});

		expect(request.model.exactFrame).toBe(true);
		expect(apiyi.create(request).body).toEqual({
			kind: 'multipart',
			parts: [
				{ name: 'model', value: 'sora-2' },
				{ name: 'prompt', value: 'A cat' },
				{ name: 'seconds', value: '4' },
				{ name: 'size', value: '720x1280' },
				{
					name: 'input_reference',
					bytes: IMAGE.bytes,
					mimeType: 'image/png',
					fileName: 'cat.png',
				},
			],
		});
	});

	it('takes the picture as each route does', () => {
		expect(apiyi.imageBy(requestFor(SEEDANCE, 'image').model)).toBe('urlOrData');
		expect(apiyi.imageBy(requestFor('sora-2', 'image').model)).toBe('file');
		expect(apiyi.imageBy(apiyi.passThrough('veo-9', 'image'))).toBe('file');
	});

	it.each([
		['relay-created', 'sora-2', 'video_abc123def456', 'queued'],
		['relay-submitted', 'sora-2', 'video_abc123def456', 'queued'],
	])('is accepted by the relay: %s', (name, model, id, status) => {
		expect(submitted(name, model)).toMatchObject({ kind: 'accepted', task: { id, status } });
	});

	it('names the group that the key lacks, for a model that is sold', () => {
		const submission = submitted('error-no-channel', SEEDANCE);

		expect(submission).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category: 'auth', code: 'model_not_found' },
		});
		expect(submission).toHaveProperty('failure.message', expect.stringContaining('无可用渠道'));
		expect(submission).toHaveProperty('failure.message', expect.stringContaining('"SeeDance2"'));
	});

	it('counts the same words as the end of a model behind the relay', () => {
		const submission = submitted('error-no-channel', 'sora-2');

		expect(submission).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category: 'model_retired' },
		});
		expect(submission).toHaveProperty('failure.message', expect.stringContaining('Sora2官转'));
	});

	it('tells a 403 for the group from a 403 for the balance', () => {
		const group = submitted('error-group', SEEDANCE);
		const balance = submitted('error-balance', SEEDANCE);

		expect(group).toMatchObject({ kind: 'refused', failure: { category: 'auth' } });
		expect(group).toHaveProperty('failure.message', expect.stringContaining('"SeeDance25"'));
		expect(balance).toMatchObject({ kind: 'refused', failure: { category: 'quota' } });
		expect(balance).toHaveProperty('failure.message', expect.stringContaining('top up'));
		expect(balance).not.toHaveProperty('failure.message', expect.stringContaining('group'));
	});

	it("reads the upstream's end of a model out of the gateway's answer", () => {
		expect(submitted('error-veo-offline', 'veo-3.1-generate-preview')).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: {
				category: 'model_retired',
				message: 'models/veo-3.1-generate-preview is no longer available.',
			},
		});
	});

	it.each([SEEDANCE, 'sora-2'])('does not take a web page for a success: %s', (id) => {
		expect(submitted('page-ok', id)).toMatchObject({ kind: 'unknown' });
	});
});

describe('reading from APIYI', () => {
	it.each([
		['cgt-20260606160057-6bbjd', `${TASKS}/cgt-20260606160057-6bbjd`],
		['video_abc123def456', '/v1/videos/video_abc123def456'],
		['task_q2W9', '/v1/videos/task_q2W9'],
	])('asks for the task %s where its kind of ID lives', (id, path) => {
		expect(apiyi.retrieve({ id })).toMatchObject({ method: 'GET', path });
	});

	it('fetches a relayed video with the key', () => {
		const result = apiyi.parseStatus(response('relay-completed'), { id: 'video_abc123def456' });
		if (result.kind !== 'task') throw new Error('no task');

		expect(result.task).toMatchObject({ status: 'completed', videoUrls: [], size: '1280x720' });
		expect(apiyi.video(result.task)).toEqual([
			{ to: 'provider', method: 'GET', path: '/v1/videos/video_abc123def456/content' },
		]);
	});

	it('fetches a video that the relay gives an address for from there', () => {
		const result = apiyi.parseStatus(response('relay-completed-with-url'), {
			id: 'video_abc123def456',
		});
		if (result.kind !== 'task') throw new Error('no task');

		expect(result.task).toMatchObject({ prompt: 'A cat', durationSeconds: 10 });
		expect(apiyi.video(result.task)[0]).toMatchObject({
			to: 'anywhere',
			url: 'https://files.example.com/sora/abc.mp4',
		});
	});

	it('fetches a Seedance video from its signed address', () => {
		const id = 'cgt-20260606160057-6bbjd';
		const result = apiyi.parseStatus(fixture('ark', 'succeeded'), { id });
		if (result.kind !== 'task') throw new Error('no task');

		expect(apiyi.video(result.task)).toMatchObject([{ to: 'anywhere' }]);
	});

	it.each(['cgt-20260606160057-6bbjd', 'video_abc123def456'])(
		'does not take a web page for an answer about %s',
		(id) => {
			expect(apiyi.parseStatus(response('page-ok'), { id }).kind).toBe('unclear');
		},
	);

	it('explains a refused status call as it does a refused submit', () => {
		const result = apiyi.parseStatus(response('error-balance'), { id: 'cgt-1' });

		expect(result).toMatchObject({ kind: 'refused', failure: { category: 'quota' } });
		expect(result).toHaveProperty('failure.message', expect.stringContaining('top up'));
	});

	it('has neither a list of tasks nor a cancel: APIYI documents none', () => {
		expect(apiyi.list).toBeUndefined();
		expect(apiyi.cancel).toBeUndefined();
	});

	it('lists the models that the key reaches', () => {
		expect(apiyi.models?.call()).toMatchObject({ method: 'GET', path: '/v1/models' });
		expect(apiyi.models?.parse(response('models'))).toMatchObject({
			ok: true,
			value: [
				{ id: 'doubao-seedance-2-0-260128', kind: null },
				{ id: SEEDANCE },
				{ id: 'doubao-seedance-2-0-mini-260615' },
			],
		});
		expect(apiyi.models?.parse(response('page-ok'))).toMatchObject({ ok: false });
	});
});
