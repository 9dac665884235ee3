import fc from 'fast-check';

import { PROVIDERS } from '../../nodes/Sora/providers';
import type { HttpResponse } from '../../nodes/Sora/providers/http';
import { numberOf, objectOf } from '../../nodes/Sora/shared/json';
import type { Provider } from '../../nodes/Sora/providers/provider';
import type { Failure, VideoTask } from '../../nodes/Sora/providers/video';
import { FAILURE_CATEGORIES, TASK_STATUSES, hasEnded } from '../../nodes/Sora/providers/video';
import { requestTo } from './requests';
import { cases } from '../harness/properties';

jest.setTimeout(600_000);

/** Field names and values that the formats know, so that random answers come near to real ones. */
const FIELD = fc.constantFrom(
	...['data', 'id', 'status', 'outputs', 'output', 'error', 'code', 'message', 'urls', 'get'],
	...['url', 'items', 'executions', 'predictionID', 'input', 'inputs', 'prompt', 'size', 'model'],
	...['video_url', 'content', 'created_at', 'error_code', 'classification', 'category', 'detail'],
	...['has_nsfw_contents', 'request_schema', 'properties', 'enum', '__proto__', 'constructor'],
);
const WORD = fc.constantFrom(
	...['created', 'processing', 'completed', 'success', 'succeeded', 'failed', 'error', 'expired'],
	...['queued', 'in_progress', 'running', 'timeout', 'deleted', 'cancelled', 'constructor', ''],
	...['https://cdn.example.com/a.mp4', 'https://cdn.example.com/a.png', 'javascript:alert(1)'],
	...['1200', '5004', '2025-05-19T06:09:15.948268264Z', 'abc123', '..', '<html><title>x</title>'],
);
const LEAF = fc.oneof(
	WORD,
	fc.string(),
	fc.integer(),
	fc.double(),
	fc.boolean(),
	fc.constant(null),
);
const { body: BODY } = fc.letrec<{ body: unknown }>((tie) => ({
	body: fc.oneof(
		{ maxDepth: 4, depthSize: 'medium' },
		LEAF,
		fc.array(tie('body'), { maxLength: 4 }),
		fc.dictionary(FIELD, tie('body'), { maxKeys: 6 }),
	),
}));
const TASK = fc.record({ id: LEAF, status: WORD, output: BODY, outputs: BODY, error: BODY });
const STATUS = fc.oneof(
	fc.constantFrom(200, 201, 400, 401, 402, 403, 404, 429, 500, 503),
	fc.integer({ min: 100, max: 599 }),
);
const ANSWER: fc.Arbitrary<HttpResponse> = fc.record({
	status: STATUS,
	headers: fc.dictionary(fc.constantFrom('retry-after', 'date', 'content-type'), fc.string()),
	body: fc.oneof(BODY, TASK, fc.record({ code: STATUS, data: TASK })),
});

/** With six providers and three decoders each; ten times as many are more than 100,000 answers. */
const RUNS = { numRuns: cases(700) };

/** As `expect`, but cheap enough for thousands of answers. */
function must(holds: boolean, what: string): void {
	if (!holds) throw new Error(what);
}

function isAddress(url: string): boolean {
	return /^https?:\/\//.test(url);
}

function checkFailure(failure: Failure): void {
	must(FAILURE_CATEGORIES.includes(failure.category), `no category: ${failure.category}`);
	must(/\S/.test(failure.message), 'a failure has words');
	must(!failure.message.includes('[object Object]'), failure.message);
}

/** What must hold of every task, whatever it was read from. */
function checkTask(task: VideoTask): void {
	must(typeof task.id === 'string' && task.id !== '', 'a task has an ID');
	must(TASK_STATUSES.includes(task.status), `no status: ${String(task.status)}`);
	const endedBadly = hasEnded(task.status) && task.status !== 'completed';
	must((task.failure !== null) === endedBadly, 'a failure, exactly where the task ended badly');
	must(task.videoUrls.every(isAddress), 'videos are at addresses');
	const isEmpty = task.videoBy === 'url' && task.videoUrls.length === 0;
	must(task.status !== 'completed' || !isEmpty, 'no success without a video');
	must(task.readPath === null || /^\/[\w/-]+$/.test(task.readPath), `no path: ${task.readPath}`);
	for (const time of [task.createdAt, task.completedAt, task.expiresAt]) {
		must(time === null || new Date(time).toISOString() === time, `no time: ${time}`);
	}
	if (task.failure) checkFailure(task.failure);
}

/** WaveSpeed says some statuses in the body. */
function statusSaid({ status, body }: HttpResponse): number {
	return Math.max(status, numberOf(objectOf(body).code) ?? 0);
}

/** Hosts also answer a refused submit with HTTP 200. */
function speaksOfError(body: unknown): boolean {
	const object = objectOf(body);
	const keys = ['error', 'errors', 'code', 'message', 'success', 'fail_reason', 'detail'];
	return keys.some((key) => Boolean(object[key]));
}

/** Neither an address nor the bytes themselves. */
function isWithoutVideo({ videoUrls, response }: VideoTask): boolean {
	return videoUrls.length === 0 && !JSON.stringify(response).includes('data:video/');
}

const EVERY_PROVIDER = Object.values(PROVIDERS).map((provider): [string, Provider] => [
	provider.name,
	provider,
]);

describe.each(EVERY_PROVIDER)('whatever %s answers', (_name, provider) => {
	const request = requestTo(provider.name, 'text', { durationSeconds: 4 });

	it('to a submit: no crash, a task only with an ID, a refusal only where it says so', () => {
		fc.assert(
			fc.property(ANSWER, (response) => {
				const submission = provider.parseCreate(response, request);
				if (submission.kind === 'accepted') {
					checkTask(submission.task);
					const { status, failure } = submission.task;
					const hasNothing = status === 'completed' ? isWithoutVideo(submission.task) : !failure;
					must(!hasEnded(status) || !hasNothing, 'an accepted task ends with a video or a reason');
					return;
				}
				checkFailure(submission.failure);
				const isSaid = statusSaid(response) >= 400 || speaksOfError(response.body);
				must(submission.kind === 'unknown' || isSaid, 'no refusal was said');
			}),
			RUNS,
		);
	});

	it('to a status call: no crash, no success without a video', () => {
		fc.assert(
			fc.property(ANSWER, (response) => {
				const status = provider.parseStatus(response, { id: 'abc123' });
				for (const result of [status, status.further?.parse(response) ?? status]) {
					if (result.kind === 'task') checkTask(result.task);
					else checkFailure(result.failure);
				}
			}),
			RUNS,
		);
	});

	it('to any other call: no crash, no success that is none', () => {
		const image = { bytes: new Uint8Array([1]), mimeType: 'image/png', fileName: 'a.png' };
		fc.assert(
			fc.property(ANSWER, (response) => {
				const page = provider.list?.parse(response, null);
				if (page?.ok) page.value.tasks.forEach(checkTask);
				const ticket = provider.upload?.parse(response, image);
				must(!ticket?.ok || isAddress(ticket.value.url), 'a picture has an address');
				const cancelled = provider.cancel?.parse(response);
				must(!cancelled?.ok || response.status < 300, 'an error cancels nothing');
				const models = provider.models?.parse(response);
				must(!models?.ok || models.value.every(({ id }) => id !== ''), 'a model has an ID');
				const schema = provider.modelSchema?.parse(response, 'abc123');
				must(!schema?.ok || schema.value.id === 'abc123', 'a schema is of the model asked for');
			}),
			RUNS,
		);
	});

	it('a task ID from outside stays one part of the path', () => {
		const depth = provider.retrieve({ id: 'abc123' }).path.split('/').length;
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), WORD), (id) => {
				const { path } = provider.retrieve({ id });
				const url = new URL(path, 'https://api.example.com');
				must(url.origin === 'https://api.example.com', `another host: ${url.href}`);
				must(url.pathname === path && url.search + url.hash === '', `another path: ${url.href}`);
				must(path.split('/').length === depth, `more or fewer parts: ${path}`);
			}),
			RUNS,
		);
	});
});
