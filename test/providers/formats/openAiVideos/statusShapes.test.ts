import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import type { VideoTask } from '../../../../nodes/Sora/providers/video';

const VIDEO = 'https://cdn.example.com/a.mp4';
const OTHER_VIDEO = 'https://cdn.example.com/b.mp4';

const polled = (body: unknown, status = 200) =>
	openAiCompatible.parseStatus({ status, headers: {}, body }, { id: 'task_1' });

function taskIn(body: unknown): VideoTask {
	const result = polled(body);
	if (result.kind !== 'task') throw new Error(`no task: ${JSON.stringify(result)}`);
	return result.task;
}

/** Where the video is fetched, in order. */
const placesOf = (body: unknown) =>
	openAiCompatible
		.video(taskIn(body))
		.map((call) => (call.to === 'provider' ? call.path : call.url));

describe('a task in odd shapes', () => {
	it.each<unknown>([
		{ data: { task: { id: 'task_1', status: 'done', url: VIDEO } } },
		{ code: 0, data: { data: { id: 'task_1', status: 'SUCCESS', video: { url: VIDEO } } } },
		{ code: 0, data: { task_status: 'succeed', task_result: { videos: [{ url: VIDEO }] } } },
		{ task_status: 'SUCCESS', video_result: [{ url: VIDEO, cover_image_url: 'https://h/c.png' }] },
		{ data: { state: 'success', resultJson: JSON.stringify({ resultUrls: [VIDEO] }) } },
		{ data: JSON.stringify({ status: 'done', url: VIDEO }) },
		{ name: 'task_1', done: true, response: { generatedVideos: [{ video: { uri: VIDEO } }] } },
		{ id: 'task_1', finished: true, url: VIDEO },
		{ id: 'task_1', status: 'completed', works: [{ resource: { resource: VIDEO } }] },
		{ id: 'task_1', status: 'completed', links: { download: VIDEO } },
		{ id: 'task_1', status: 'completed', public_url: VIDEO, url: 's3://bucket/a.mp4' },
		{ id: 'task_1', status: '已完成', url: VIDEO },
		[{ id: 'task_1', status: 'done', url: VIDEO }],
		{
			data: [
				{ id: 'task_0', status: 'done', url: OTHER_VIDEO },
				{ id: 'task_1', status: 'done', url: VIDEO },
			],
		},
	])('has its video at the first place: %j', (body) => {
		expect(taskIn(body)).toMatchObject({ id: 'task_1', status: 'completed', videoUrls: [VIDEO] });
		expect(placesOf(body)[0]).toBe(VIDEO);
	});

	it.each<unknown>([
		{ name: 'task_1', done: false },
		{ id: 'task_1', completed: false },
		{ id: 'task_1', status: '处理中' },
		{
			data: [
				{ id: 'task_0', status: 'done', url: VIDEO },
				{ id: 'task_1', status: 'running' },
			],
		},
	])('runs on: %j', (body) => {
		expect(taskIn(body)).toMatchObject({ status: 'running', videoUrls: [] });
	});

	it.each<[unknown, string]>([
		[{ id: 'task_1', status: 2 }, 'running'],
		[{ id: 'task_1', state: 1, msg: 'ok' }, 'running'],
		[{ code: 200, status: 200, data: { id: 'task_1', status: 2 } }, 'running'],
		[{ id: 'task_1', status: 3, error: 'The prompt was rejected' }, 'failed'],
		[{ id: 'task_1', status: 1, url: VIDEO }, 'completed'],
		[{ id: 'task_1', status: 1, video_url: '/files/a.mp4' }, 'completed'],
	])('with a number for its status, is what is clear of it: %j', (body, status) => {
		expect(taskIn(body).status).toBe(status);
	});

	it.each<unknown>([
		{ status: 2 },
		{ status: 3, error: 'Internal error' },
		{ id: 'task_1', status: 500, error: 'Internal error' },
		{ id: 'task_2', status: 3, error: 'The prompt was rejected' },
	])('is not to be told from a number that may be that of the call: %j', (body) => {
		expect(polled(body).kind).toBe('unclear');
	});

	it.each([
		['/files/a.mp4', true],
		['/files/a.webm?token=1', true],
		['//cdn.example.com/a.mp4', false],
		['/\\cdn.example.com/a.mp4', false],
		['/v1/videos/task_1', false],
		['outputs/a.mp4', false],
		['C:\\outputs\\a.mp4', false],
	])("has a video at %s of its host, behind the API's own: %s", (url, isThere) => {
		const places = placesOf({ id: 'task_1', status: 'completed', url });
		expect(places).toEqual(['/videos/task_1/content', ...(isThere ? [url] : [])]);
	});

	it('is not that of another task', () => {
		const others = [
			{ id: 'task_2', status: 'done', url: VIDEO },
			{ id: 'task_3', status: 'done', url: OTHER_VIDEO },
		];
		expect(polled({ data: others }).kind).toBe('unclear');
		expect(polled(others).kind).toBe('unclear');
		expect(polled({ object: 'video', data: others }).kind).toBe('unclear');
	});

	it.each<[unknown, string, string]>([
		[{ id: 'task_1', done: true, error: { code: 3, message: 'blocked' } }, 'blocked', 'provider'],
		[{ id: 'task_1', status: 'content_filtered' }, '"content_filtered"', 'moderation'],
		[{ id: 'task_1', status: 'unsuccessful', info: 'x' }, '"unsuccessful"', 'provider'],
		[{ id: 'task_1', status: '失败', fail_reason: '敏感' }, '敏感', 'provider'],
		[
			{ id: 'task_1', status: 'failed', error: { error: { message: 'no GPU' } } },
			'no GPU',
			'provider',
		],
		[{ id: 'task_1', status: 'failed', result: { error: 'no GPU' } }, 'no GPU', 'provider'],
		[{ id: 'task_1', status: 'failed', output: { message: 'no GPU' } }, 'no GPU', 'provider'],
		[
			{ id: 'task_1', status: 'failed', metadata: { error: 'no GPU', title: 'A film' } },
			'no GPU',
			'provider',
		],
		[{ id: 'task_1', status: 'failed', error: true, message: 'no GPU' }, 'no GPU', 'provider'],
		[
			{ id: 'task_1', status: 'failed', error: { code: 'moderation_blocked', message: '' } },
			'moderation_blocked',
			'moderation',
		],
	])('has failed with its words: %j', (body, words, category) => {
		const { status, failure } = taskIn(body);
		expect([status, failure?.category]).toEqual(['failed', category]);
		expect(failure?.message).toContain(words);
	});

	it('does not take what was put in for a reason', () => {
		const body = {
			id: 'task_1',
			status: 'failed',
			title: 'My film',
			prompt: 'errors',
			metadata: { title: 'x' },
		};
		expect(taskIn(body).failure?.message).toBe('the task ended as "failed" without a reason');
	});

	it.each<[unknown, number]>([
		[0.5, 50],
		['0.5', 50],
		['50 %', 50],
		[1, 1],
	])('has the progress %j, which is %d %', (progress, percent) => {
		expect(taskIn({ id: 'task_1', status: 'running', progress }).progress).toBe(percent);
	});

	it.each(['percent', 'percentage', 'progress_percent', 'progressPercentage'])(
		'has its progress in %s',
		(name) => {
			expect(taskIn({ id: 'task_1', status: 'running', [name]: 40 }).progress).toBe(40);
		},
	);
});

describe('a video within a status', () => {
	const bytes = Buffer.concat([
		Buffer.from([0, 0, 0, 0x20]),
		Buffer.from('ftypisom'),
		Buffer.alloc(1_500_000, 7),
	]);
	const base64 = bytes.toString('base64');

	it.each<[string, object]>([
		['video', { video: base64 }],
		['video.data', { video: { data: base64, mime_type: 'video/mp4' } }],
		['data[].b64_json', { data: [{ b64_json: base64 }] }],
		['with parameters', { url: `data:video/mp4;codecs=avc1;base64,${base64}` }],
		['of no type', { url: `data:;base64,${base64}` }],
		['of a file', { url: `data:application/mp4;base64,${base64}` }],
	])('is fetched from it, however large: %s', (_, fields) => {
		const [first] = placesOf({ id: 'task_1', status: 'completed', ...fields });
		expect(first).toMatch(/^data:/);
		expect(first.endsWith(base64)).toBe(true);
	});

	it.each([3, 2, 1])('is known whatever the last bits of its length are: %d', (low) => {
		const other = Buffer.from(bytes);
		other[3] = 0x20 + low;
		const [first] = placesOf({
			id: 'task_1',
			status: 'completed',
			video: other.toString('base64'),
		});
		expect(first).toMatch(/^data:video/);
	});

	it('does not keep a task from being read beside a large image', () => {
		const echo = `data:image/png;base64,${'A'.repeat(3_000_000)}`;
		const task = taskIn({ id: 'task_1', status: 'completed', url: VIDEO, input_reference: echo });
		expect(task.videoUrls).toEqual([VIDEO]);
	});
});

describe('a status call that is refused', () => {
	it.each([
		[400, { error: { message: 'upstream busy, try again later' } }],
		[422, { detail: 'temporarily unavailable' }],
		[404, { error: { message: 'upstream timeout' } }],
	])('%d %j says nothing of the task', (status, body) => {
		expect(polled(body, status).kind).toBe('unclear');
	});

	it('with 410 speaks of the task, and not of its model', () => {
		expect(polled({ error: { message: 'expired' } }, 410)).toMatchObject({
			kind: 'missing',
			failure: { category: 'invalid_input' },
		});
	});
});
