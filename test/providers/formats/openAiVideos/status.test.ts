import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import type { StatusResult, Submission } from '../../../../nodes/Sora/providers/provider';
import type { VideoTask } from '../../../../nodes/Sora/providers/video';
import { fixture } from '../../fixtures';

const response = (name: string) => fixture('openAiVideos', name);
const looked = (name: string, id: string): StatusResult =>
	openAiCompatible.parseStatus(response(name), { id });

function taskIn(outcome: StatusResult | Submission): VideoTask {
	if (!('task' in outcome)) throw new Error(`no task, but ${JSON.stringify(outcome)}`);
	return outcome.task;
}

describe('what a status call brings', () => {
	it('reads a running task', () => {
		expect(taskIn(looked('in-progress', 'video_123'))).toMatchObject({
			status: 'running',
			progress: 33,
			prompt: 'A calico cat playing a piano on stage',
			failure: null,
		});
	});

	it('fetches the video of a completed task from /content, with the key', () => {
		const task = taskIn(looked('completed', 'video_123'));

		expect(task).toMatchObject({
			status: 'completed',
			progress: 100,
			videoUrls: [],
			videoBy: 'api',
			completedAt: '2024-04-09T21:25:00.000Z',
			expiresAt: '2024-04-10T21:25:00.000Z',
		});
		expect(openAiCompatible.video(task)).toEqual([
			{ to: 'provider', method: 'GET', path: '/videos/video_123/content' },
		]);
	});

	it('has no video before the task is complete', () => {
		expect(openAiCompatible.video(taskIn(looked('in-progress', 'video_123')))).toEqual([]);
	});

	it('fetches a video that a host put into the object from there, without the key', () => {
		const cloud = taskIn(looked('completed-sglang-cloud', '8d1f'));
		const gateway = taskIn(looked('completed-new-api', 'task_q2W9'));

		expect(cloud.videoUrls).toEqual([
			'https://bucket.example.com/8d1f.mp4',
			'https://bucket.example.com/8d1f-1.mp4',
		]);
		expect(openAiCompatible.video(cloud)).toEqual([
			{ to: 'anywhere', method: 'GET', url: 'https://bucket.example.com/8d1f.mp4' },
			{ to: 'provider', method: 'GET', path: '/videos/8d1f/content' },
		]);
		expect(openAiCompatible.video(gateway)[0]).toMatchObject({
			url: 'https://cdn.example.com/kling/q2W9.mp4',
		});
	});

	it.each(['completed-sglang', 'completed-new-api-relayed'])(
		'does not take %s for an address that anybody can fetch',
		(name) => {
			const id = name === 'completed-sglang' ? '8d1f' : 'task_q2W9';
			const task = taskIn(looked(name, id));

			expect(task).toMatchObject({ status: 'completed', videoUrls: [], videoBy: 'api' });
			expect(openAiCompatible.video(task)[0]).toMatchObject({ path: `/videos/${id}/content` });
		},
	);

	it('keeps the ID that was asked for where LiteLLM answers with another', () => {
		expect(taskIn(looked('completed-litellm', 'video_Y3JlYXRl'))).toMatchObject({
			id: 'video_Y3JlYXRl',
			status: 'completed',
		});
	});

	it.each([
		['queued', 'queued'],
		['submitted', 'queued'],
		['unknown', 'queued'],
		['pending', 'queued'],
		['in_progress', 'running'],
		['processing', 'running'],
		['IN_PROGRESS', 'running'],
		['completed', 'completed'],
		['succeeded', 'completed'],
		['failed', 'failed'],
		['cancelled', 'cancelled'],
		['canceled', 'cancelled'],
		['expired', 'expired'],
		['paused_for_maintenance', 'running'],
		['constructor', 'running'],
	])('reads the status %s as %s', (word, status) => {
		const body = { id: 'video_1', object: 'video', status: word };
		const result = openAiCompatible.parseStatus(
			{ status: 200, headers: {}, body },
			{ id: 'video_1' },
		);

		expect(taskIn(result).status).toBe(status);
	});

	it.each([
		['failed-moderation', 'video_123', 'moderation', 'moderation_blocked'],
		['failed-plain-string', 'video_abc123def456', 'moderation', null],
		['failed-vllm-omni', 'video_gen_5f1c', 'moderation', '400'],
		['failed-new-api', 'task_q2W9', 'moderation', 'content_policy_violation'],
		['failed-without-reason', 'video_123', 'provider', null],
	])('says why the task failed: %s', (name, id, category, code) => {
		const task = taskIn(looked(name, id));

		expect(task).toMatchObject({ id, status: 'failed', failure: { category, code } });
		expect(openAiCompatible.video(task)).toEqual([]);
	});

	it.each([
		['failed-plain-string', 'video_abc123def456', 'Content policy violation'],
		['failed-new-api', 'task_q2W9', 'The prompt was rejected.'],
		['failed-without-reason', 'video_123', 'the task ended as "failed" without a reason'],
	])("passes on the task's own words: %s", (name, id, message) => {
		expect(taskIn(looked(name, id)).failure).toMatchObject({ message });
	});

	it.each([
		['cancelled', 'cancelled'],
		['expired', 'timeout'],
	])('counts a task that is %s as %s', (status, category) => {
		const body = { id: 'video_1', status };
		const result = openAiCompatible.parseStatus(
			{ status: 200, headers: {}, body },
			{ id: 'video_1' },
		);

		expect(taskIn(result).failure).toMatchObject({ category });
	});

	it.each(['error-video-not-found', 'error-task-not-exist', 'error-model-not-found'])(
		'learns that the host does not know the task: %s',
		(name) => {
			expect(looked(name, 'video_1').kind).toBe('missing');
		},
	);

	it.each([
		['error-invalid-key', 'auth'],
		['error-new-api-key', 'auth'],
		['error-insufficient-user-quota', 'quota'],
		['error-country', 'auth'],
	])('learns that asking again is of no use: %s', (name, category) => {
		expect(looked(name, 'video_1')).toMatchObject({ kind: 'refused', failure: { category } });
	});

	it.each([
		'error-rate-limit',
		'error-insufficient-quota',
		'error-busy',
		'error-server',
		'error-fail-to-fetch',
		'error-body-with-id',
		'page-ok',
		'page-bad-gateway',
		'page-forbidden',
		'page-not-found',
		'broken-json',
		'empty',
	])('asks again later where the answer says nothing of the task: %s', (name) => {
		expect(looked(name, 'video_1').kind).toBe('unclear');
	});

	it("does not take another task's answer, or an error's, for the task", () => {
		const body = { id: 'req_9', status: 'failed' };

		expect(
			openAiCompatible.parseStatus({ status: 200, headers: {}, body }, { id: 'v' }),
		).toMatchObject({
			kind: 'unclear',
		});
	});
});
