import type { INode } from 'n8n-workflow';
import {
	errorItemOf,
	inputFailure,
	nodeErrorOf,
	type ItemFailure,
} from '../../nodes/Sora/output/errors';
import { PROVIDERS } from '../../nodes/Sora/providers';
import { FAILURE_CATEGORIES, type FailureCategory } from '../../nodes/Sora/providers/video';
import {
	ADVICE_AFTER_FAILED_DOWNLOAD,
	adviceAfterFailedTask,
	adviceAfterLostSight,
	adviceAfterRefusedSubmit,
} from '../../nodes/Sora/engine/advice';

const NODE: INode = {
	id: '1',
	name: 'Sora Text to Video',
	type: 'n8n-nodes-sora.soraTextToVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const WORDS = 'The words of the provider';

function failed(
	category: FailureCategory,
	more: Partial<ItemFailure> = {},
	retryAfterMs: number | null = null,
): ItemFailure {
	return {
		itemIndex: 2,
		model: 'acme/clip-9',
		origin: 'provider',
		failure: { category, code: 'E42', message: WORDS, httpStatus: null, retryAfterMs },
		taskId: 'task-1',
		status: 'failed',
		submitted: true,
		advice: adviceAfterFailedTask(category),
		...more,
	};
}

/** What n8n 2.41 is told, by category. */
const CAUSES: Readonly<Record<FailureCategory, string | undefined>> = {
	moderation: undefined,
	invalid_input: 'configuration-invalid',
	auth: 'credential-invalid',
	quota: 'quota-exhausted',
	rate_limit: 'rate-limited',
	model_retired: 'configuration-invalid',
	provider: undefined,
	network: 'temporarily-unavailable',
	timeout: 'temporarily-unavailable',
	cancelled: undefined,
};

const declared = (error: unknown) => (error as { failure?: { cause: string } }).failure;

describe.each(FAILURE_CATEGORIES)('a failure of category %s', (category) => {
	const { waveSpeed } = PROVIDERS;

	it('says who, which task, and what in the provider’s own words', () => {
		const error = nodeErrorOf(NODE, failed(category), waveSpeed);
		expect(error.message).toMatch(
			/^WaveSpeedAI task task-1: The words of the provider.*\[item 2\]$/,
		);
		expect(error.context).toMatchObject({
			itemIndex: 2,
			data: { taskId: 'task-1', category, code: 'E42', submitted: true, model: 'acme/clip-9' },
		});
	});

	it.each([
		['the task has failed', adviceAfterFailedTask],
		['the submit was refused', adviceAfterRefusedSubmit],
		['the task is out of sight', adviceAfterLostSight],
	])('says in one sentence what to do where %s', (_, adviceFor) => {
		const advice = adviceFor(category);
		expect(advice).toMatch(/^[A-Z][^.]*\.$/);
		const item = failed(category, { advice });
		expect(nodeErrorOf(NODE, item, waveSpeed).description).toBe(`${advice} (task task-1)`);
		expect(errorItemOf(item, waveSpeed).json.error).toMatch(
			/^WaveSpeedAI task task-1: The words of the provider( \(credential WaveSpeedAI API\))?\. [A-Z]/,
		);
		expect(errorItemOf(item, waveSpeed).json.error).toMatch(new RegExp(`\\. ${advice}$`));
	});

	it(`tells n8n its cause: ${CAUSES[category]}`, () => {
		const cause = CAUSES[category];
		const error = nodeErrorOf(NODE, failed(category), waveSpeed);
		expect(declared(error)).toEqual(cause === undefined ? undefined : { cause });
	});
});

it.each([
	['is out of sight', adviceAfterLostSight('timeout')],
	['is out of sight behind a refused key', adviceAfterLostSight('auth')],
	['has a video that did not come', ADVICE_AFTER_FAILED_DOWNLOAD],
])('never sends the owner of a paid task that %s into a second bill', (_, advice) => {
	expect(advice).toMatch(/Sora Get Result, or retry this execution/);
	expect(advice).toMatch(/only a retry picks it up without paying again/);
	expect(advice).not.toMatch(/run the item again/);
});

it('tells n8n when to come back, where the provider has said so', () => {
	const error = nodeErrorOf(NODE, failed('rate_limit', {}, 2_000), PROVIDERS.eachlabs);
	expect(declared(error)).toEqual({ cause: 'rate-limited', retryAfterMs: 2_000 });
});

it('tells n8n that a server in trouble is a passing thing', () => {
	const { failure, ...rest } = failed('provider');
	const item = { ...rest, failure: { ...failure, httpStatus: 503 } };
	const error = nodeErrorOf(NODE, item, PROVIDERS.eachlabs);
	expect(declared(error)).toEqual({ cause: 'temporarily-unavailable' });
	expect(error.description).toMatch(/\(task task-1, HTTP 503\)$/);
});

it('names the credential where the key is what is wrong', () => {
	const error = nodeErrorOf(NODE, failed('auth'), PROVIDERS.openAiCompatible);
	expect(error.message).toMatch(/\(credential OpenAI-Compatible Videos API\) \[item 2\]$/);
});

it('lists the tasks of the other items, which are paid', () => {
	const others = [
		{ itemIndex: 0, taskId: 'task-0' },
		{ itemIndex: 1, taskId: 'task-7' },
	];
	const error = nodeErrorOf(NODE, failed('provider'), PROVIDERS.apiyi, {
		tasks: others,
		lost: [],
		problems: [],
	});
	expect(error.description).toMatch(
		/retry picks them up without paying again: item 0: task-0, item 1: task-7\./,
	);
});

it('keeps the task’s ID in a message that holds a network code', () => {
	const { failure, ...rest } = failed('network');
	const item = { ...rest, failure: { ...failure, code: 'ECONNRESET', message: 'ECONNRESET' } };
	const error = nodeErrorOf(NODE, item, PROVIDERS.waveSpeed);
	expect(error.message).toBe('WaveSpeedAI task task-1: ECONNRESET [item 2]');
});

it('names no item where there is none, as in a trigger', () => {
	const error = nodeErrorOf(NODE, { ...failed('auth'), itemIndex: null }, PROVIDERS.waveSpeed);
	expect(error.message).not.toContain('[item');
	expect(error.context.itemIndex).toBeUndefined();
});

it('tells at once what is wrong with the other items, up to ten of them', () => {
	const problems = Array.from({ length: 12 }, (_, index) => ({
		itemIndex: index + 1,
		problem: 'The prompt is empty.',
	}));
	const first = inputFailure(0, 'acme/clip-9', 'The prompt is empty.');
	const { description } = nodeErrorOf(NODE, first, PROVIDERS.waveSpeed, {
		tasks: [],
		lost: [],
		problems,
	});
	expect(description).toMatch(/^Nothing was submitted\. Other items were also rejected\. Item 1: /);
	expect(description).toMatch(/Item 10: The prompt is empty\. And 2 more\.$/);
});
