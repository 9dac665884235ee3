import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import { requestTo } from '../../requests';

const { cancel, parseCreate, parseStatus } = openAiCompatible;

function taskFrom(body: object) {
	const result = parseStatus({ status: 200, headers: {}, body }, { id: 'video_1' });
	if (result.kind !== 'task') throw new Error(`no task in ${JSON.stringify(body)}`);
	return result.task;
}

const RUNNING = { id: 'video_1', object: 'video', status: 'in_progress' };

describe('cancelling a task', () => {
	it.each([
		{ ...RUNNING, progress: 0 },
		{ ...RUNNING, progress: 89 },
		{ ...RUNNING },
		{ ...RUNNING, status: 'queued' },
	])('is asked for while %j', (body) => {
		expect(cancel?.reasonAgainst?.(taskFrom(body))).toBeNull();
	});

	it('is left alone where it may be too late', () => {
		expect(cancel?.reasonAgainst?.(taskFrom({ ...RUNNING, progress: 97.5 }))).toBe(
			'it is 97% done, and cancelling could remove its video',
		);
	});

	it.each([null, '/outputs/video_1.mp4'])('is left alone where it stops nothing: %s', (file) => {
		expect(cancel?.reasonAgainst?.(taskFrom({ ...RUNNING, file_path: file }))).toContain(
			'would render it to its end',
		);
	});
});

describe('the pace that a server asks for', () => {
	const request = requestTo('openAiCompatible', 'text');

	it.each([
		[{ 'openai-poll-after-ms': '2500' }, 2_500],
		[{ 'retry-after': '7' }, 7_000],
		[{ 'openai-poll-after-ms': '2500', 'retry-after': '7' }, 2_500],
		[{ 'openai-poll-after-ms': '0', 'retry-after': '7' }, 7_000],
		[{ 'openai-poll-after-ms': 'soon' }, undefined],
		[{ 'openai-poll-after-ms': '-5' }, undefined],
		[{ 'retry-after': '0' }, undefined],
		[{}, undefined],
	])('in %j is %s ms', (headers, ms) => {
		const response = { status: 200, headers, body: RUNNING };
		const pace = ms === undefined ? {} : { pollAfterMs: ms };
		const { task: seen, ...status } = { task: null, ...parseStatus(response, { id: 'video_1' }) };
		const { task: taken, ...submission } = { task: null, ...parseCreate(response, request) };

		expect([seen, taken]).toEqual([expect.anything(), expect.anything()]);
		expect(status).toStrictEqual({ kind: 'task', ...pace });
		expect(submission).toStrictEqual({ kind: 'accepted', ...pace });
	});
});
