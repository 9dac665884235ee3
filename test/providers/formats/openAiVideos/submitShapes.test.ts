import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import { requestTo } from '../../requests';

const REQUEST = requestTo('openAiCompatible', 'text', { durationSeconds: 4 });

const submitted = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
	openAiCompatible.parseCreate({ status, headers, body }, REQUEST);

describe('the ID of a new task', () => {
	it.each<[unknown, string]>([
		[{ success: true, result: { task: { id: 'task_1' } } }, 'task_1'],
		[{ code: 0, data: { data: { task_id: 'task_1' } } }, 'task_1'],
		[{ generation: { id: 'task_1' } }, 'task_1'],
		[{ task: 'task_1' }, 'task_1'],
		[{ job: 'job-77ab' }, 'job-77ab'],
		[{ taskid: 'task_1' }, 'task_1'],
		[{ TaskId: 'task_1' }, 'task_1'],
		[{ _id: '66f2aa' }, '66f2aa'],
		[{ name: 'models/veo-3.1/operations/abc', done: false }, 'models/veo-3.1/operations/abc'],
		[{ code: 200, data: { task_ids: ['task_1'] } }, 'task_1'],
		[{ ids: ['task_1'] }, 'task_1'],
		[{ data: [{ task_id: 'task_1' }, { task_id: 'task_2' }] }, 'task_1'],
		[[{ id: 'task_1', status: 'queued' }], 'task_1'],
		['task_1', 'task_1'],
		[{ data: '{"id":"task_1","status":"queued"}' }, 'task_1'],
		[{ urls: { get: 'https://host.example/v1/videos/task_1' } }, 'task_1'],
		[{ status_url: 'https://host.example/v1/videos/task_1?x=1' }, 'task_1'],
		[{ base_resp: { status_code: 0, status_msg: 'success' }, task_id: '106' }, '106'],
	])('is found in %j', (body, id) => {
		expect(submitted(body)).toMatchObject({ kind: 'accepted', task: { id } });
	});

	it.each(['/v1/videos/task_1', 'https://host.example/v1/videos/task_1'])(
		'is found in the header Location: %s',
		(location) => {
			expect(submitted({ status: 'accepted' }, 202, { location })).toMatchObject({
				kind: 'accepted',
				task: { id: 'task_1' },
			});
			expect(submitted('', 202, { location })).toMatchObject({ kind: 'accepted' });
		},
	);

	it.each([
		...['ok', 'success', 'Accepted', 'Please wait 5 minutes', '<html></html>', ''],
		...[{ result: 'fail', reason: 'x' }, { task: 'queued' }, { name: 'a film' }, { ids: [] }, []],
	])('is not made up from %j', (body) => {
		expect(submitted(body).kind).not.toBe('accepted');
	});
});

describe('an error inside a success', () => {
	it.each<[unknown, string]>([
		[{ status: 'error', message: 'The prompt is too long' }, 'invalid_input'],
		[{ error: true, message: 'The prompt is too long' }, 'invalid_input'],
		[{ error: 1, msg: 'The prompt is too long' }, 'invalid_input'],
		[{ err: 'The prompt is too long' }, 'invalid_input'],
		[{ Error: { Code: 'X', Message: 'The prompt is too long' } }, 'invalid_input'],
		[{ result: 'fail', reason: 'The prompt is too long', success: false }, 'invalid_input'],
		[
			{ base_resp: { status_code: 1026, status_msg: 'The prompt is too long' }, task_id: '' },
			'invalid_input',
		],
		[
			{
				ResponseMetadata: {
					Error: { Code: 'InvalidParameter', Message: 'The prompt is too long' },
				},
			},
			'invalid_input',
		],
		[{ base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }, 'quota'],
	])('%j is a refusal with its words', (body, category) => {
		const submission = submitted(body);
		expect(submission).toMatchObject({ kind: 'refused', again: 'never', failure: { category } });
		if (submission.kind === 'refused') {
			expect(submission.failure.message).toMatch(/prompt is too long|insufficient balance/);
		}
	});
});

describe('the words of an error', () => {
	it.each<[unknown, string]>([
		[{ fault: { faultstring: 'bad size' } }, 'bad size'],
		[
			{ errors: { prompt: ['is too long'], size: ['is odd'] } },
			'prompt: is too long; size: is odd',
		],
		[{ message: ['seconds is odd', 'size is odd'] }, 'seconds is odd; size is odd'],
		[{ detail: { message: 'bad size', code: 'x' } }, 'bad size'],
		[{ detail: { error: { message: 'bad size' } } }, 'bad size'],
		[{ error: { message: { text: 'bad size' } } }, 'bad size'],
		[{ Message: 'bad size' }, 'bad size'],
		[{ error: { details: [{ msg: 'bad size' }] } }, 'bad size'],
		[{ error: { error: { error: 'bad size' } } }, 'bad size'],
		[{ type: 'about:blank', title: 'Bad size', status: 400 }, 'Bad size'],
		[{ error: { errors: [{ reason: 'bad size', domain: 'global' }] } }, 'bad size'],
	])('are found in %j', (body, message) => {
		expect(submitted(body, 400)).toMatchObject({ kind: 'refused', failure: { message } });
	});
});
