import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import type { StatusResult, Submission } from '../../../../nodes/Sora/providers/provider';
import type { VideoRequest, VideoTask } from '../../../../nodes/Sora/providers/video';
import { fixture } from '../../fixtures';

const REQUEST: VideoRequest = {
	model: openAiCompatible.passThrough('some-model', 'text'),
	prompt: 'A cat',
	inputs: {},
	additionalInputs: {},
};
const ID = 'task_1';
const URL_OF_VIDEO = 'https://cdn.example.com/a.mp4';
const DATA_URI = 'data:video/mp4;base64,AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDE=';

const polled = (name: string, id = ID): StatusResult =>
	openAiCompatible.parseStatus(fixture('openAiVideos', name), { id });
const submitted = (name: string, request = REQUEST): Submission =>
	openAiCompatible.parseCreate(fixture('openAiVideos', name), request);

function taskOf(result: StatusResult | Submission): VideoTask {
	if (!('task' in result)) throw new Error(`no task, but ${JSON.stringify(result)}`);
	return result.task;
}

/** The addresses and paths that the video is looked for at, in their order. */
const placesOf = (task: VideoTask): string[] =>
	openAiCompatible.video(task).map((call) => (call.to === 'provider' ? call.path : call.url));

describe('how relays say that a task has ended', () => {
	it.each([
		['done-relay', 'completed'],
		['succeed-relay', 'completed'],
		['fail-relay', 'failed'],
		['odd-word-with-video', 'completed'],
		['odd-word-with-error', 'failed'],
		['failure-new-api-task', 'failed'],
		['task-data-envelope', 'completed'],
		['pending-without-id', 'queued'],
		['done-without-id', 'completed'],
	])('%s is %s, and about the task that was asked for', (name, status) => {
		expect(taskOf(polled(name))).toMatchObject({ id: ID, status });
	});

	it('waits while an unknown word stands beside neither a video nor an error', () => {
		const body = { id: ID, status: 'contemplating', error: null, url: '' };

		expect(
			taskOf(openAiCompatible.parseStatus({ status: 200, headers: {}, body }, { id: ID })).status,
		).toBe('running');
	});

	it('finds reason, category and time of a failure under other names', () => {
		expect(taskOf(polled('failure-new-api-task'))).toMatchObject({
			progress: 100,
			completedAt: '2026-09-03T02:01:07.000Z',
			failure: {
				category: 'moderation',
				message: 'Your request was blocked by our moderation system.',
			},
		});
	});

	it.each(['reason', 'message', 'failure_reason', 'detail', 'error_message', 'fail_reason', 'msg'])(
		'reads the reason under %s',
		(key) => {
			const body = { id: ID, status: 'failed', [key]: 'The sky is too blue' };
			const result = openAiCompatible.parseStatus({ status: 200, headers: {}, body }, { id: ID });

			expect(taskOf(result).failure?.message).toBe('The sky is too blue');
		},
	);

	it('reads times in milliseconds', () => {
		expect(taskOf(polled('task-data-envelope')).completedAt).toBe('2026-09-03T02:01:07.000Z');
	});
});

describe('where relays have the video', () => {
	it.each([
		['completed-new-api-vertex', [DATA_URI, '/videos/task_1/content']],
		['done-relay', [URL_OF_VIDEO, '/videos/task_1/content']],
		[
			'completed-keyed-address',
			['/videos/task_1/content', 'https://gateway.example.com/v1/video/generations/task_1/content'],
		],
		['completed-misused-field', ['/videos/task_1/content', 'https://cdn.example.com/agnes.mp4']],
	])('%s', (name, places) => {
		expect(placesOf(taskOf(polled(name)))).toEqual(places);
	});

	it('says in which field an address was found that nobody would look for there', () => {
		const task = taskOf(polled('completed-misused-field'));

		expect(openAiCompatible.video(task).at(-1)).toMatchObject({
			to: 'anywhere',
			foundIn: 'remixed_from_video_id',
		});
	});

	it('takes no address of what was put in for the video', () => {
		const body = {
			id: ID,
			status: 'completed',
			input: { video_url: 'https://cdn.example.com/source.mp4' },
			input_reference: 'https://cdn.example.com/reference.mp4',
			callback_url: 'https://me.example.com/video.mp4',
		};
		const result = openAiCompatible.parseStatus({ status: 200, headers: {}, body }, { id: ID });

		expect(placesOf(taskOf(result))).toEqual(['/videos/task_1/content']);
	});
});

describe('how relays take a task', () => {
	it.each([
		['created-request-id', 'a1b2c3d4-0000-4000-8000-000000000001'],
		['created-video-id', 'vid_77'],
		['created-envelope', 'task_1'],
	])('%s names it %s', (name, id) => {
		expect(submitted(name)).toMatchObject({ kind: 'accepted', task: { id, status: 'queued' } });
	});

	it.each([
		['refused-inside-200', 'seconds must be one of 4, 8, 12'],
		['refused-code-inside-200', 'The input prompt is too long'],
	])('%s is a refusal with its words', (name, message) => {
		expect(submitted(name)).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category: 'invalid_input', message },
		});
	});

	it('believes no error of the server that it has taken nothing', () => {
		expect(submitted('trouble-inside-200')).toMatchObject({ kind: 'unknown' });
	});

	it.each([
		['completed-dynamo', DATA_URI],
		['completed-dynamo-url', 'https://cdn.example.com/9.mp4'],
	])('%s: the video comes with the answer to the create', (name, place) => {
		const task = taskOf(submitted(name));

		expect(task).toMatchObject({ id: 'video-9', status: 'completed' });
		expect(placesOf(task)[0]).toBe(place);
	});

	it('fails at once where a host that renders during the create says so', () => {
		expect(taskOf(submitted('failed-dynamo'))).toMatchObject({
			status: 'failed',
			failure: { message: 'CUDA out of memory' },
		});
	});

	it('waits for a server that renders one video at a time', () => {
		expect(submitted('error-unsloth-busy')).toMatchObject({
			kind: 'refused',
			again: 'whenATaskEnds',
		});
	});

	it('knows that a server without a model has taken nothing', () => {
		expect(submitted('error-unsloth-no-model')).toMatchObject({ kind: 'refused', again: 'never' });
	});
});

describe('hosts that read one format', () => {
	it.each([
		'error-form-unreadable',
		'error-form-go',
		'error-form-media-type',
		'error-missing-parameter',
		'error-vllm-missing-prompt',
		'error-fastapi-places',
	])('%s: a form that was not understood may be sent as JSON', (name) => {
		expect(submitted(name)).toMatchObject({
			kind: 'refused',
			again: 'inOtherFormat',
			format: 'json',
		});
	});

	it.each([
		[415, { detail: 'Unsupported Media Type' }],
		[400, { error: { message: 'Content-Type must be multipart/form-data' } }],
		[422, { detail: [{ loc: ['body', 'prompt'], msg: 'Field required', type: 'missing' }] }],
	])('JSON that was not understood may be sent as a form: %d %j', (status, body) => {
		const request = { ...REQUEST, inputs: { seconds: '8' }, format: 'json' as const };

		expect(openAiCompatible.parseCreate({ status, headers: {}, body }, request)).toMatchObject({
			again: 'inOtherFormat',
			format: 'multipart',
		});
	});

	it.each([
		[422, 'seconds: invalid type: string "4", expected i32 at line 1 column 92'],
		[400, { detail: 'json: cannot unmarshal string into Go struct field R.seconds of type int' }],
		[422, { detail: [{ loc: ['body', 'seconds'], msg: 'Input should be a valid integer' }] }],
		[400, { error: { message: 'Expected number, received string', code: 'invalid_type' } }],
		[400, { error: { message: "'4' is not of type 'integer' - 'seconds'" } }],
		[400, { code: 'invalid_request', message: 'seconds must be an integer', data: null }],
	])('JSON whose seconds were to be a number may be sent so: %d %j', (status, body) => {
		const request = { ...REQUEST, inputs: { seconds: '8' }, format: 'json' as const };
		const submission = openAiCompatible.parseCreate({ status, headers: {}, body }, request);
		expect(submission).toMatchObject({ again: 'inOtherFormat', format: 'jsonWithNumbers' });

		const { body: sent } = openAiCompatible.create({ ...request, format: 'jsonWithNumbers' });
		expect(sent).toMatchObject({ kind: 'json', value: { seconds: 8 } });
		const again = { ...request, format: 'jsonWithNumbers' as const };
		expect(openAiCompatible.parseCreate({ status, headers: {}, body }, again)).toMatchObject({
			again: 'never',
		});
	});

	it('a number that is asked for where none is text is an error like any', () => {
		const body = { error: { message: 'fps must be an integer' } };
		const request = { ...REQUEST, inputs: {}, format: 'json' as const };
		expect(openAiCompatible.parseCreate({ status: 400, headers: {}, body }, request)).toMatchObject(
			{ again: 'never' },
		);
	});

	it.each(['error-model-not-found', 'error-invalid-key', 'error-inpaint', 'error-sentinel'])(
		'%s has nothing to do with the format',
		(name) => {
			expect(submitted(name)).toMatchObject({ kind: 'refused', again: 'never' });
		},
	);
});
