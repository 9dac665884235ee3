import { PROVIDER_NAMES } from '../../../nodes/Sora/models/model';
import { PROVIDERS } from '../../../nodes/Sora/providers';

const ID = 'b4f2a1c0d3e84f5f';

/** A text with what must be read from it; addresses are those of the providers' own responses. */
const BY_ID_ALONE = [
	ID,
	`  ${ID}\n`,
	`https://api.example.com/v1/prediction/${ID}`,
	`https://api.example.com/v1/videos/${ID}/content?variant=video`,
	`https://api.example.com/api/v3/contents/generations/tasks/${ID}`,
	JSON.stringify({ taskId: ID, id: 'of-the-item', status: 'queued' }),
	JSON.stringify({ id: ID, object: 'video', status: 'queued' }),
	JSON.stringify({ status: 'success', predictionID: ID }),
	JSON.stringify({ code: 200, data: { id: ID, status: 'created' } }),
];

/** fal's are model and ID: test/providers/fal/. */
const BY_ID = PROVIDER_NAMES.filter((name) => name !== 'fal');

describe.each(BY_ID)('a task that is named to %s', (name) => {
	const { parseTaskRef, retrieve } = PROVIDERS[name];

	it.each(BY_ID_ALONE)('is read from %j', (text) => {
		const parsed = parseTaskRef(text);
		expect(parsed).toEqual({ ref: { id: ID, readPath: null } });
		if ('ref' in parsed) expect(retrieve(parsed.ref).path).toContain(ID);
	});

	it.each([
		['', 'The task ID is empty.'],
		['   ', 'The task ID is empty.'],
		['https://example.com/about', 'The URL contains no task ID: enter the ID itself.'],
		['{"status": "queued"}', 'The JSON contains no task ID: enter the ID itself.'],
		['{"id": ', 'The JSON contains no task ID: enter the ID itself.'],
		['{"id": {"id": "a"}}', 'The JSON contains no task ID: enter the ID itself.'],
		['../balance', expect.stringContaining('not "../balance"')],
		['a..b', expect.stringContaining('not "a..b"')],
		['{"id": "../balance"}', expect.stringContaining('not "../balance"')],
		['https://example.com/videos/%2e%2e', expect.stringContaining('not "%2e%2e"')],
		['id with spaces', expect.stringContaining('A task ID consists of letters')],
		['a'.repeat(2001), expect.stringContaining('A task ID consists of letters')],
	])('is not read from %j', (text, problem) => {
		expect(parseTaskRef(text)).toEqual({ problem });
	});
});

describe('a task of an OpenAI-Compatible host', () => {
	const { parseTaskRef, retrieve } = PROVIDERS.openAiCompatible;
	const LITELLM = 'video_bGl0ZWxsbTpt+fn5v/Pz8/O3ZpZGVvX2lkOnZpZGVv==';

	it.each([
		[LITELLM, LITELLM],
		[encodeURIComponent(LITELLM), LITELLM],
		[`https://host.example/v1/videos/${encodeURIComponent(LITELLM)}/content`, LITELLM],
		[JSON.stringify({ id: LITELLM, object: 'video' }), LITELLM],
		[JSON.stringify({ request_id: 'r-1234567', status: 'pending' }), 'r-1234567'],
		[JSON.stringify({ video_id: 'v-1234567' }), 'v-1234567'],
		['models/veo-3.1/operations/abc', 'models/veo-3.1/operations/abc'],
		['https://host.example/v1/video/generations/task_1/content', 'task_1'],
		['https://host.example/v1/video/generations/task_1', 'task_1'],
		['https://host.example/v1/videos/generations/task_1', 'task_1'],
	])('is read from %s', (text, id) => {
		const parsed = parseTaskRef(text);
		expect(parsed).toEqual({ ref: { id, readPath: null } });
		if ('ref' in parsed) {
			expect(retrieve(parsed.ref).path).toBe(`/videos/${encodeURIComponent(id)}`);
		}
	});

	it.each(['/etc/passwd', 'a/../b', 'a%2F..%2Fb', 'a b', 'a?b', 'a#b', 'a"b', '%E0%A4%A', '%00'])(
		'is not read from %j',
		(text) => {
			expect(parseTaskRef(text)).toEqual({
				problem: expect.stringContaining('A task ID consists of letters') as string,
			});
		},
	);
});

describe('a task of WaveSpeedAI', () => {
	const { parseTaskRef, retrieve } = PROVIDERS.waveSpeed;
	const path = `/api/v3/predictions/${ID}`;

	it.each([
		[`https://api.wavespeed.ai${path}`, path],
		[`https://api.wavespeed.ai${path}/result?x=1`, `${path}/result`],
		[JSON.stringify({ data: { id: ID, urls: { get: `https://other.example${path}` } } }), path],
		[JSON.stringify({ id: ID, urls: { get: `https://api.wavespeed.ai${path}` } }), path],
	])('keeps the path that %s names', (text, readPath) => {
		const parsed = parseTaskRef(text);
		expect(parsed).toEqual({ ref: { id: ID, readPath } });
		if ('ref' in parsed)
			expect(retrieve(parsed.ref)).toMatchObject({ to: 'provider', path: readPath });
	});

	it.each([
		`https://api.wavespeed.ai${path}/delete`,
		JSON.stringify({ id: ID, urls: { get: 'https://api.wavespeed.ai/api/v3/predictions/other' } }),
		JSON.stringify({ id: ID, urls: { get: '/api/v3/balance' } }),
		JSON.stringify({ id: ID, urls: 7 }),
	])('takes no other path from %s', (text) => {
		expect(parseTaskRef(text)).toEqual({ ref: { id: ID, readPath: null } });
	});
});
