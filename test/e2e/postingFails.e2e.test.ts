import { until } from '../../support/n8n/until';
import type { ExecutionWithData } from '../../support/n8n/api';
import { setUpCalendar, type Calendar } from './stages/calendar';
import { setPostingStage, type PostingStage } from './stages/postingStage';
import { inProduction, type Production } from './stages/production';

/** Two chunks of 10 MB, the second one with the rest. */
const BIG_BYTES = 23_456_789;
const INSTAGRAM_LIMIT = 'Application request limit reached';
const TIKTOK_CAP = 'The daily upload cap from the API is reached for the current user.';

let stage: PostingStage;

beforeAll(async () => {
	stage = await setPostingStage();
});

afterEach(() => {
	stage.simulator.reset();
	expect(stage.mistakes()).toEqual([]);
});

afterAll(async () => {
	await stage?.clear();
});

/** What a user reads of an execution that has failed. */
function errorOf({ status, data }: ExecutionWithData): string {
	const { message, description } = (data.resultData.error ?? {}) as {
		message?: string;
		description?: string;
	};
	return [status, message, description].filter(Boolean).join(' | ');
}

const retry = async (executionId: string) => {
	const { api } = stage.n8n;
	return await api.ended(await api.retry(executionId));
};

const prompts = () => stage.simulator.bills.map(({ input }) => String(input.prompt));

describe('a Reel that Instagram refuses', () => {
	beforeEach(() => {
		stage.instagram.published.length = 0;
	});
	afterEach(() => {
		delete stage.instagram.statuses;
		delete stage.instagram.refusal;
	});

	it.each([
		['ERROR', 'Error: Media upload has failed with error code 2207026'],
		['EXPIRED', 'Expired: The container was not published within 24 hours.'],
	])(
		'as a container with the status %s is not posted, and the error has the video',
		async (code, status) => {
			stage.instagram.statuses = [
				['IN_PROGRESS', ''],
				[code, status],
			];
			const execution = await stage.produce('instagram-reel');
			const error = errorOf(execution);
			expect(error).toContain(`Nothing was posted. Instagram says ${code}: ${status}`);
			const [, url] = /the video is at (\S+)/.exec(error) ?? [];
			expect((await fetch(stage.local(url))).headers.get('content-type')).toBe('video/mp4');
			await retry(execution.id);
			expect(stage.instagram.published).toEqual([]);
			expect(prompts()).toHaveLength(1);
		},
	);

	it('by its limit of posts is posted by a retry, and not paid again', async () => {
		const error = { message: INSTAGRAM_LIMIT, type: 'OAuthException', code: 9 };
		stage.instagram.refusal = { status: 400, json: { error } };
		const execution = await stage.produce('instagram-reel');
		expect(errorOf(execution)).toContain(INSTAGRAM_LIMIT);
		expect(stage.instagram.published).toEqual([]);
		delete stage.instagram.refusal;
		expect((await retry(execution.id)).status).toBe('success');
		expect(stage.instagram.published).toHaveLength(1);
		expect(prompts()).toHaveLength(1);
	});
});

describe('a video that TikTok refuses', () => {
	beforeEach(() => {
		const big = stage.simulator.bigVideo(BIG_BYTES);
		stage.simulator.script(() => ({ video: big }));
		stage.tiktok.uploaded.length = 0;
	});
	afterEach(() => {
		delete stage.tiktok.statuses;
		delete stage.tiktok.refusal;
		delete stage.tiktok.lostChunks;
	});

	it('before the upload is uploaded by a retry, and not paid again', async () => {
		const error = { code: 'spam_risk_too_many_pending_share', message: TIKTOK_CAP, log_id: '1' };
		stage.tiktok.refusal = { status: 403, json: { data: {}, error } };
		const execution = await stage.produce('tiktok-upload');
		expect(errorOf(execution)).toContain(TIKTOK_CAP);
		delete stage.tiktok.refusal;
		expect((await retry(execution.id)).status).toBe('success');
		expect(stage.tiktok.uploaded).toHaveLength(1);
		expect(prompts()).toHaveLength(1);
	});

	it('in the middle goes on with the chunk that was refused, and is not paid again', async () => {
		const refusal = { status: 503, json: { error: { code: 'internal_error', message: 'busy' } } };
		stage.tiktok.lostChunks = new Map([[1, refusal]]);
		const execution = await stage.produce('tiktok-upload');
		expect(errorOf(execution)).toContain('Service unavailable');
		expect(stage.tiktok.uploaded).toEqual([]);
		const before = stage.tiktok.calls.length;
		expect((await retry(execution.id)).status).toBe('success');
		const calls = stage.tiktok.calls.slice(before);
		expect(calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
		expect(calls.some((call) => call.includes('/init/'))).toBe(false);
		expect(stage.tiktok.uploaded.map(({ length }) => length)).toEqual([BIG_BYTES]);
		expect(prompts()).toHaveLength(1);
	});

	it.each([
		[{ fail_reason: 'file_format_check_failed' }, 'FAILED: file_format_check_failed'],
		[{}, 'FAILED: no reason given'],
	])('after the upload (%p) leaves its reason and the video', async (more, reason) => {
		stage.tiktok.statuses = [{ status: 'PROCESSING_UPLOAD' }, { status: 'FAILED', ...more }];
		const error = errorOf(await stage.produce('tiktok-upload'));
		expect(error).toContain(`Nothing was posted. TikTok says ${reason}`);
		const [taskId] = stage.simulator.bills.map((bill) => bill.taskId);
		expect(error).toContain(`the video is at ${stage.simulator.videoUrl(taskId)}`);
		expect(prompts()).toHaveLength(1);
	});
});

describe('a content calendar whose run dies', () => {
	let calendar: Calendar;
	let morning: Production;
	let planned: string[];

	beforeAll(async () => {
		calendar = await setUpCalendar(stage.n8n.api);
		morning = await inProduction(stage.n8n.api, calendar.workflow, 'Every morning');
		planned = (await calendar.rows()).map(({ prompt }) => prompt);
	});

	beforeEach(async () => {
		for (const prompt of planned) {
			await calendar.write(prompt, { status: 'planned', taskId: '', link: '', note: '' });
		}
	});

	const crash = async () => {
		await stage.n8n.kill();
		await stage.n8n.start();
	};
	const statuses = async () => (await calendar.rows()).map(({ status }) => status);
	const expectPaidOnce = () => expect(prompts().sort()).toEqual([...planned].sort());

	it('while clips render has them fetched by the next run, and pays for none of them again', async () => {
		stage.simulator.script(() => ({ outcome: 'never' }));
		await morning.start();
		const areSaved = async () => (await calendar.rows()).every(({ taskId }) => Boolean(taskId));
		await until('the task IDs in the table', areSaved, 30_000);
		await crash();
		for (const { taskId } of stage.simulator.bills) stage.simulator.end(taskId);
		expect(await statuses()).toEqual(['rendering', 'rendering']);
		const execution = await stage.n8n.api.ended((await morning.start()).id);
		expect(errorOf(execution)).toBe('success');
		expectPaidOnce();
		const rows = await calendar.rows();
		expect(rows.map(({ status, cost }) => [status, cost])).toEqual([
			['ready', 0.81],
			['ready', 0.81],
		]);
		expect(rows.map(({ link }) => link)).toEqual(
			rows.map(({ taskId }) => stage.simulator.videoUrl(String(taskId))),
		);
	});

	it('while it submits leaves its rows to a person, whose retry pays for none of them again', async () => {
		stage.simulator.faults.add({ on: 'submit', fault: 'hang', times: 1 });
		const { id } = await morning.start();
		const arePaid = async () => await Promise.resolve(prompts().length === planned.length);
		await until('the submits', arePaid, 30_000);
		await crash();
		const next = await stage.n8n.api.ended((await morning.start()).id);
		expect(errorOf(next)).toBe('success');
		expect(await statuses()).toEqual(['rendering', 'rendering']);
		for (const prompt of planned) await calendar.write(prompt, { status: 'planned' });
		expect(errorOf(await retry(id))).toBe('success');
		// A response that was lost leaves a note that names the task; the others are found by themselves.
		const lost = (await calendar.rows()).filter(({ taskId }) => !taskId);
		expect(lost.length).toBeGreaterThan(0);
		for (const { prompt, note } of lost) {
			const task = stage.simulator.bills.find(({ input }) => input.prompt === prompt);
			expect(note).toContain('may be billed');
			expect(note).toContain(task?.taskId);
			await calendar.write(prompt, { taskId: task?.taskId });
		}
		await stage.n8n.api.ended((await morning.start()).id);
		expect(await statuses()).toEqual(['ready', 'ready']);
		expectPaidOnce();
	});
});
