import { ark, arkPassThrough } from '../../../../nodes/Sora/providers/formats/ark/ark';
import type { StatusResult, Submission } from '../../../../nodes/Sora/providers/provider';
import type { VideoTask } from '../../../../nodes/Sora/providers/video';
import { fixture } from '../../fixtures';
import { requestOf } from '../../requests';

const TASK_ID = 'cgt-20260606160057-6bbjd';
const TASKS = '/seedance/api/v3/contents/generations/tasks';
const wire = ark(TASKS);
const MODEL = arkPassThrough('apiyi', 'doubao-seedance-2-0-fast-260128', 'image');

const REQUEST = {
	model: MODEL,
	prompt: 'Camera slowly pushes in',
	durationSeconds: 5,
	aspectRatio: '16:9',
	resolution: '720p',
	generateAudio: true,
} as const;

const response = (name: string) => fixture('ark', name);
const submitted = (name: string): Submission => wire.parseCreate(response(name));
const looked = (name: string): StatusResult => wire.parseStatus(response(name), { id: TASK_ID });

function taskIn(outcome: StatusResult | Submission): VideoTask {
	if (!('task' in outcome)) throw new Error(`no task, but ${JSON.stringify(outcome)}`);
	return outcome.task;
}

describe('submitting to Ark', () => {
	it('sends prompt and picture as content, and asks for an answer without encoding', () => {
		const image = { kind: 'url', url: 'https://example.com/a.png' } as const;

		expect(wire.create(requestOf({ ...REQUEST, image }))).toEqual({
			to: 'provider',
			method: 'POST',
			path: TASKS,
			headers: { 'Accept-Encoding': 'identity' },
			body: {
				kind: 'json',
				value: {
					model: 'doubao-seedance-2-0-fast-260128',
					content: [
						{ type: 'text', text: 'Camera slowly pushes in' },
						{
							type: 'image_url',
							image_url: { url: 'https://example.com/a.png' },
							role: 'first_frame',
						},
					],
					ratio: '16:9',
					duration: 5,
					resolution: '720p',
					generate_audio: true,
					watermark: false,
				},
			},
		});
	});

	it('sends a text alone as the only content', () => {
		expect(wire.create(requestOf(REQUEST)).body).toMatchObject({
			value: { content: [{ type: 'text', text: 'Camera slowly pushes in' }] },
		});
	});

	it('puts a picture that is a file into a data URI', () => {
		const whole = new Uint8Array([0, 0x68, 0x69, 0]);
		const bytes = whole.subarray(1, 3);
		const image = { kind: 'file', bytes, mimeType: 'image/jpeg', fileName: 'a.jpg' } as const;

		expect(wire.create(requestOf({ ...REQUEST, image })).body).toMatchObject({
			value: { content: [{}, { image_url: { url: 'data:image/jpeg;base64,aGk=' } }] },
		});
	});

	it('lets the video follow its picture where no ratio is asked for', () => {
		const image = { kind: 'url', url: 'https://example.com/a.png' } as const;
		const { aspectRatio: _none, ...free } = REQUEST;

		expect(wire.create(requestOf({ ...free, image })).body).toMatchObject({
			value: { ratio: 'adaptive' },
		});
		expect(wire.create(requestOf(free)).body).not.toHaveProperty('value.ratio');
	});

	it('merges additional inputs last', () => {
		const additionalInputs = { watermark: true, return_last_frame: true, ratio: 'adaptive' };

		expect(wire.create(requestOf({ ...REQUEST, additionalInputs })).body).toMatchObject({
			value: { watermark: true, return_last_frame: true, ratio: 'adaptive' },
		});
	});

	it('is accepted with an ID and nothing else', () => {
		expect(submitted('created')).toMatchObject({
			kind: 'accepted',
			task: { id: TASK_ID, status: 'queued', videoUrls: [], failure: null },
		});
	});

	it.each(['created-lost-opening', 'created-cut-off'])(
		'finds the ID of the paid task in a broken answer: %s',
		(name) => {
			expect(submitted(name)).toMatchObject({ kind: 'accepted', task: { id: TASK_ID } });
		},
	);

	it.each([
		['error-invalid-parameter', 'invalid_input', 'InvalidParameter'],
		['error-text-risk', 'moderation', 'InputTextRiskDetection'],
		['error-image-sensitive', 'moderation', 'InputImageSensitiveContentDetected'],
		['error-authentication', 'auth', 'AuthenticationError'],
		['error-access-denied', 'auth', 'AccessDenied'],
		['error-overdue', 'quota', 'AccountOverdueError'],
		['error-model-not-found', 'model_retired', 'InvalidEndpointOrModel.NotFound'],
		['error-model-not-open', 'model_retired', 'ModelNotOpen'],
	])('is surely unbilled and not to be repeated: %s is %s', (name, category, code) => {
		expect(submitted(name)).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category, code },
		});
	});

	it('may be sent again later where the server is overloaded', () => {
		expect(submitted('error-overloaded')).toMatchObject({
			kind: 'refused',
			again: 'later',
			failure: { category: 'rate_limit', code: 'ServerOverloaded' },
		});
	});

	it.each(['error-internal', 'page-ok'])(
		'may have been billed and is never sent again: %s',
		(name) => {
			expect(submitted(name)).toMatchObject({ kind: 'unknown' });
		},
	);
});

describe('reading from Ark', () => {
	it('asks for a task by its ID, without encoding', () => {
		expect(wire.retrieve({ id: 'cgt-1/../x' })).toEqual({
			to: 'provider',
			method: 'GET',
			path: `${TASKS}/cgt-1%2F..%2Fx`,
			headers: { 'Accept-Encoding': 'identity' },
		});
	});

	it('reads a task that succeeded, and when its address ends', () => {
		const task = taskIn(looked('succeeded'));

		expect(task).toEqual({
			id: TASK_ID,
			status: 'completed',
			progress: null,
			videoUrls: ['https://ark-content.example.com/v.mp4?X-Tos-Expires=86400'],
			videoBy: 'url',
			requestedModel: null,
			deliveredModel: 'doubao-seedance-2-0-fast-260128',
			durationSeconds: 5,
			size: null,
			createdAt: '2026-06-06T08:00:57.000Z',
			completedAt: '2026-06-06T08:02:37.000Z',
			expiresAt: '2026-06-07T08:02:37.000Z',
			cost: null,
			failure: null,
			prompt: null,
			readPath: null,
			response: response('succeeded').body,
		});
		expect(wire.video(task)).toEqual([
			{
				to: 'anywhere',
				method: 'GET',
				url: 'https://ark-content.example.com/v.mp4?X-Tos-Expires=86400',
			},
		]);
	});

	it.each([
		['queued', 'queued'],
		['running', 'running'],
		['running-lost-opening', 'running'],
		['archived', 'running'],
		['failed', 'failed'],
		['succeeded-without-video', 'failed'],
		['cancelled', 'cancelled'],
		['expired', 'expired'],
	])('reads the answer %s as %s, without a video', (name, status) => {
		const task = taskIn(looked(name));

		expect(task).toMatchObject({ id: TASK_ID, status, videoUrls: [] });
		expect(wire.video(task)).toEqual([]);
	});

	it.each([
		['failed', 'moderation', 'OutputVideoSensitiveContentDetected'],
		['cancelled', 'cancelled', null],
		['expired', 'timeout', null],
		['succeeded-without-video', 'provider', 'no_video'],
	])('says why there is no video: %s is %s', (name, category, code) => {
		expect(taskIn(looked(name)).failure).toMatchObject({ category, code });
	});

	it.each(['page-ok', 'error-internal', 'error-overloaded'])(
		'asks again later where the answer says nothing of the task: %s',
		(name) => {
			expect(looked(name).kind).toBe('unclear');
		},
	);

	it('asks again later where the answer is about another task', () => {
		expect(wire.parseStatus(response('succeeded'), { id: 'cgt-other' }).kind).toBe('unclear');
	});

	it('learns that the task is not known, or the key is not', () => {
		expect(looked('error-task-not-found').kind).toBe('missing');
		expect(looked('error-authentication')).toMatchObject({
			kind: 'refused',
			failure: { category: 'auth' },
		});
	});
});
