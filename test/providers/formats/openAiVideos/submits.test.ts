import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import type { Submission } from '../../../../nodes/Sora/providers/provider';
import { fixture } from '../../fixtures';
import { requestOf } from '../../requests';

const REQUEST = requestOf({
	model: openAiCompatible.passThrough('sora-2', 'text'),
	prompt: 'A cat',
});

const response = (name: string) => fixture('openAiVideos', name);
const submitted = (name: string): Submission =>
	openAiCompatible.parseCreate(response(name), REQUEST);

describe('what became of a submit', () => {
	it('points to the task where a host does not know the one that is to be edited', () => {
		const request = { ...REQUEST, clips: [{ kind: 'task', id: 'video_1' } as const] };
		const answer = { status: 404, headers: {}, body: { detail: 'Video not found' } };
		const submission = openAiCompatible.parseCreate(answer, request);
		expect(submission).toMatchObject({
			kind: 'refused',
			failure: {
				message:
					'Video not found (does this host have the task "video_1" that Video URL names, and can it edit and extend videos? If so, check the Base URL in the credential)',
			},
		});
	});

	it.each([
		[404, { detail: 'Not Found' }],
		[404, '<html><title>404 Not Found</title></html>'],
		[405, { detail: 'Method Not Allowed' }],
	])('points to the base URL where a host has no such path: %d %j', (status, body) => {
		const submission = openAiCompatible.parseCreate({ status, headers: {}, body }, REQUEST);
		expect(submission).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: {
				message: expect.stringMatching(
					/(Not Found|Not Allowed).*Base URL in the credential/,
				) as string,
			},
		});
	});

	it('blames no base URL where it is the model that is not there', () => {
		const submission = submitted('error-vllm-model');
		expect(JSON.stringify(submission)).not.toMatch(/base URL/);
	});

	it('reads the whole video object', () => {
		expect(submitted('created')).toEqual({
			kind: 'accepted',
			task: {
				id: 'video_123',
				status: 'queued',
				progress: 0,
				videoUrls: [],
				videoBy: 'api',
				requestedModel: null,
				deliveredModel: 'sora-2',
				durationSeconds: 8,
				size: '1024x1792',
				createdAt: '2024-04-09T21:20:00.000Z',
				completedAt: null,
				expiresAt: null,
				cost: null,
				failure: null,
				prompt: null,
				readPath: null,
				response: response('created').body,
			},
		});
	});

	it.each([
		['vLLM-Omni', 'created-vllm-omni', 'video-123'],
		['new-api', 'created-new-api', 'task_q2W9'],
	])('is accepted by %s', (_host, name, id) => {
		expect(submitted(name)).toMatchObject({ kind: 'accepted', task: { id, status: 'queued' } });
	});

	it('is the end of the task only where the answer has the video: else a status call ends it', () => {
		expect(submitted('completed')).toMatchObject({
			kind: 'accepted',
			task: { id: 'video_123', status: 'queued', videoUrls: [], failure: null },
		});
		expect(submitted('completed-sglang-cloud')).toMatchObject({
			kind: 'accepted',
			task: { id: '8d1f', status: 'completed', failure: null },
		});
	});

	it.each([
		['error-model-not-found', 'model_retired', 'model_not_found'],
		['error-azure-deployment', 'model_retired', 'video_generation_user_error'],
		['error-model-unavailable', 'model_retired', null],
		['error-litellm-model', 'model_retired', '400'],
		['error-vllm-model', 'model_retired', '404'],
		['error-no-channel', 'model_retired', 'model_not_found'],
		['error-retired-upstream', 'model_retired', '404'],
		['error-inpaint', 'invalid_input', 'invalid_request_error'],
		['error-sentinel', 'moderation', 'sentinel_block'],
		['error-fastapi-detail', 'invalid_input', null],
		['error-invalid-key', 'auth', 'invalid_api_key'],
		['error-no-key', 'auth', 'invalid_request_error'],
		['error-new-api-key', 'auth', 'new_api_error'],
		['error-country', 'auth', 'unsupported_country_region_territory'],
		['error-insufficient-quota', 'quota', 'insufficient_quota'],
		['error-insufficient-user-quota', 'quota', 'insufficient_user_quota'],
		['error-litellm-budget', 'quota', '400'],
		['error-build-request', 'provider', 'build_request_failed'],
	])('is surely unbilled and not to be repeated: %s is %s', (name, category, code) => {
		expect(submitted(name)).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category, code, httpStatus: response(name).status },
		});
	});

	it.each([
		['error-rate-limit', 'rate_limit', 2000],
		['error-saturated', 'rate_limit', null],
		['error-busy', 'provider', 5000],
	])('may be sent again later: %s is %s', (name, category, retryAfterMs) => {
		expect(submitted(name)).toMatchObject({
			kind: 'refused',
			again: 'later',
			failure: { category, retryAfterMs },
		});
	});

	it.each([
		'error-busy-without-time',
		'error-server',
		'error-do-request',
		'page-bad-gateway',
		'page-ok',
		'broken-json',
		'empty',
		'no-id',
		'error-body-with-id',
		'list-first-page',
	])('may have been billed and is never sent again: %s', (name) => {
		expect(submitted(name)).toMatchObject({ kind: 'unknown' });
	});

	it.each([
		['error-retired-upstream', 'models/veo-3.1-generate-preview is no longer available.'],
		[
			'error-fastapi-places',
			"body.prompt: Field required; body.size: String should match pattern '^\\d+x\\d+$'",
		],
		[
			'error-fastapi-detail',
			'input_reference or reference_url is required for image-to-video generation',
		],
		['error-inpaint', 'Inpaint image must match the requested width and height'],
		[
			'page-ok',
			'The response contains no task ID: a web page titled "New API" came instead of a response (is there a Videos API at the Base URL in the credential? It must include the API prefix, e.g. https://host.example/v1)',
		],
	])("passes on the host's own words: %s", (name, message) => {
		expect(submitted(name)).toMatchObject({ failure: { message } });
	});
});
