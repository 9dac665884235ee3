import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import { fixture } from '../../fixtures';

const { list, models } = openAiCompatible;
if (!list || !models) throw new Error('an OpenAI-compatible host has both lists');

const response = (name: string) => fixture('openAiVideos', name);

describe("the account's tasks", () => {
	it('are asked for newest first, page by page', () => {
		expect(list.call(null)).toMatchObject({
			to: 'provider',
			method: 'GET',
			path: '/videos?limit=100&order=desc',
		});
		expect(list.call('video_2&x=1').path).toBe(
			'/videos?limit=100&order=desc&after=video_2%26x%3D1',
		);
	});

	it('come with the cursor of the next page', () => {
		const page = list.parse(response('list-first-page'), null);

		expect(page).toMatchObject({
			ok: true,
			value: {
				nextCursor: 'video_2',
				tasks: [
					{ id: 'video_3', status: 'completed', prompt: 'A calico cat playing a piano on stage' },
					{ id: 'video_2', status: 'running' },
				],
			},
		});
	});

	it("go on behind a page from which LiteLLM has taken other people's", () => {
		const body = { object: 'list', data: [], has_more: true, last_id: 'video_9' };
		const page = list.parse({ status: 200, headers: {}, body }, null);
		expect(page).toMatchObject({ value: { nextCursor: 'video_9', tasks: [] } });
	});

	it("know LiteLLM's task by each of its IDs, and no other task by them", () => {
		const idOf = (model: string, id: string) => {
			const text = `litellm:custom_llm_provider:openai;model_id:${model};video_id:${id}`;
			return `video_${Buffer.from(text).toString('base64')}`;
		};
		const key = (id: string) => openAiCompatible.taskKey?.(id);
		expect(key(idOf('a', 'video_1'))).toBe(key(idOf('', 'video_1')));
		expect(key(idOf('a', 'video_1'))).not.toBe(key(idOf('a', 'video_2')));
		expect(key('video_1')).toBe('video_1');
	});

	it('end where the host says so, or says nothing and the page is short', () => {
		expect(list.parse(response('list-last-page'), 'video_2')).toMatchObject({
			value: { nextCursor: null, tasks: [{ status: 'failed' }] },
		});
		expect(list.parse(response('list-sglang'), null)).toMatchObject({
			value: { nextCursor: null, tasks: [{ id: '8d1f', status: 'queued' }] },
		});
	});

	it('go on after a full page of a host that does not say whether there is more', () => {
		const data = Array.from({ length: 100 }, (_, index) => ({ id: `v${index}`, status: 'queued' }));
		const page = list.parse({ status: 200, headers: {}, body: { data } }, null);

		expect(page).toMatchObject({ value: { nextCursor: 'v99' } });
	});

	it('end where the host sends the same page again', () => {
		const page = list.parse(response('list-first-page'), 'video_2');

		expect(page).toMatchObject({ value: { nextCursor: null } });
	});

	it('leave out what is no task', () => {
		const body = {
			data: [null, 'x', { id: 'v1' }, { status: 'queued' }, { id: 'v2', status: 'failed' }],
		};
		const page = list.parse({ status: 200, headers: {}, body }, null);

		expect(page).toMatchObject({ value: { tasks: [{ id: 'v2' }] } });
	});

	it.each([
		['list-not-there', 404, 'Invalid URL (GET /v1/videos)'],
		['models-sglang-info', 200, 'The response is not a list'],
		['page-ok', 200, 'The response is not a list'],
	])('are not there on every host: %s', (name, httpStatus, message) => {
		expect(list.parse(response(name), null)).toMatchObject({
			ok: false,
			failure: { httpStatus, message },
		});
	});
});

describe("the host's models", () => {
	it('are asked for without cost', () => {
		expect(models.call()).toMatchObject({ to: 'provider', method: 'GET', path: '/models' });
	});

	it('are IDs and no more', () => {
		expect(models.parse(response('models'))).toEqual({
			ok: true,
			value: [
				{
					id: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers',
					name: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers',
					kind: null,
					model: null,
				},
				{ id: 'sora-2', name: 'sora-2', kind: null, model: null },
			],
		});
	});

	it('say so where the key is wrong', () => {
		expect(models.parse(response('error-invalid-key'))).toMatchObject({
			ok: false,
			failure: { category: 'auth' },
		});
	});
});
