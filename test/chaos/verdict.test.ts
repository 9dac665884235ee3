/** Chaos finds each promise that is broken, and no other. */

import type { Begun } from '../../scripts/chaos/recipes';
import { isToldByTheNext, verdictOf, type Evidence } from '../../scripts/chaos/verdict';

const BEGUN: Begun = {
	provider: 'fal',
	shape: 'lastFrame',
	waitMode: 'wait',
	maxCost: 'none',
	prompts: ['waves chaos-7-0'],
};

const bill = (taskId: string, input: Record<string, unknown>) => ({
	...{ provider: 'fal' as const, model: 'a-model', at: 0 },
	...{ taskId, input },
});
const VIDEO = bill('a/model/task-1', { prompt: 'waves chaos-7-0' });
const AGAIN = bill('task-2', { prompt: 'waves chaos-7-0' });
const FURTHER = bill('task-3', { prompt: 'waves chaos-7-0-further' });
const FRAME = bill('task-4', {
	video_url: 'http://127.0.0.1/files/videos/a/model/task-1-0.mp4?x=1',
});
const FRAME_AGAIN = bill('task-5', {
	video_url: 'http://127.0.0.1/files/videos/a/model/task-1-0.mp4?x=2',
});

function evidence(change: Partial<Evidence>): Evidence {
	const bills = change.bills ?? [VIDEO];
	const taskIds = bills.map(({ taskId }) => taskId);
	return {
		begun: [BEGUN],
		bills,
		completed: taskIds,
		made: [{ id: '1', text: `chaos-7-0 ${taskIds.join(' ')}` }],
		emitted: taskIds,
		log: '',
		keys: ['secret-key'],
		...change,
	};
}

const CLEAN = {
	paidTwice: [],
	untold: [],
	toldWithoutId: 0,
	aboveMaxCost: [],
	emittedTwice: [],
	leaks: [],
};
const LOST_ANSWER = '"prompt":"waves chaos-7-0","submitted":true,"taskId":null';

it.each<[string, Partial<Evidence>, object]>([
	['one video', {}, {}],
	['a video, another from it, and a last frame', { bills: [VIDEO, FURTHER, FRAME] }, {}],
	['a second task', { bills: [VIDEO, AGAIN] }, { paidTwice: [expect.stringContaining('task-2')] }],
	[
		'a second task after the first has failed',
		{ bills: [VIDEO, AGAIN], completed: ['task-2'] },
		{},
	],
	[
		'a second last frame of the same video',
		{ bills: [VIDEO, FRAME, FRAME_AGAIN] },
		{ paidTwice: [expect.stringMatching(/^last frame of chaos-7-0: .*task-4.*task-5$/)] },
	],
	['a task that only the log names', { made: [], log: `${VIDEO.taskId} was submitted` }, {}],
	[
		'a task that nobody names',
		{ made: [{ id: '1', text: 'chaos-7-0' }] },
		{ untold: [expect.objectContaining({ taskId: VIDEO.taskId, mark: 'chaos-7-0' })] },
	],
	['a submit without an answer', { made: [{ id: '1', text: LOST_ANSWER }] }, { toldWithoutId: 1 }],
	[
		'what another item is told of',
		{ made: [{ id: '1', text: LOST_ANSWER.replace('7-0', '7-1') }] },
		{ untold: [expect.objectContaining({ taskId: VIDEO.taskId })] },
	],
	[
		'a bill above Max Cost',
		{ begun: [{ ...BEGUN, maxCost: 'below' }] },
		{ aboveMaxCost: ['chaos-7-0: fal a/model/task-1'] },
	],
	['an event that comes again', { emitted: ['task-1', 'task-1'] }, { emittedTwice: ['task-1'] }],
	['a key in the log', { log: 'key: secret-key' }, { leaks: ['secret-key in the log'] }],
])('%s', (_, change, found) => {
	expect(verdictOf(evidence(change))).toEqual({ ...CLEAN, ...found });
});

it.each([
	['names the task', `chaos-7-0 ${VIDEO.taskId}`, true],
	['says that it may exist', 'chaos-7-0 That task may exist and may be billed: look for it', true],
	['says so of another item', 'chaos-7-1 That task may exist and may be billed', false],
	['says nothing', 'chaos-7-0', false],
])('the next execution %s', (_, text, told) => {
	expect(isToldByTheNext(text, { ...VIDEO, mark: 'chaos-7-0', isFrame: false })).toBe(told);
});
