import {
	beginMemory,
	endedTasks,
	markResumed,
	mayResume,
	remember,
	RESUME_TAKES_MS,
} from '../../../nodes/Sora/actions/suspend/callbackMemory';
import {
	suspensionExpression,
	type Suspension,
} from '../../../nodes/Sora/actions/suspend/suspension';
import {
	afterOwnCall,
	firstCallAt,
	nextCallAt,
	type OwnCall,
} from '../../../nodes/Sora/actions/suspend/selfCalls';
import {
	isPrivateAddress,
	unreachableReason,
} from '../../../nodes/Sora/actions/suspend/reachability';
import { taskFrom } from '../../../nodes/Sora/engine/submit/submit';

describe('addresses that a provider in the internet cannot call', () => {
	it.each([
		['http://localhost:5678/webhook-waiting/1', true],
		['http://n8n.localhost/', true],
		['http://127.0.0.1:5678/', true],
		['http://[::1]:5678/', true],
		['http://[::ffff:192.168.0.2]/', true],
		['http://0.0.0.0/', true],
		['http://10.1.2.3/', true],
		['http://172.16.0.1/', true],
		['http://172.31.255.1/', true],
		['http://172.32.0.1/', false],
		['http://192.168.1.20:5678/', true],
		['http://169.254.1.1/', true],
		['http://100.64.0.1/', true],
		['http://100.128.0.1/', false],
		['http://[fd12:3456::1]/', true],
		['http://[fe80::1]/', true],
		['http://[2001:db8::1]/', false],
		['http://n8n:5678/', true],
		['http://n8n.local/', true],
		['http://n8n.internal./', true],
		['https://n8n.example.com/', false],
		['https://local.example.com/', false],
		['https://8.8.8.8/', false],
		['not an address', true],
	])('%s: %s', (url, expected) => {
		expect(isPrivateAddress(url)).toBe(expected);
	});

	it('are no matter where the provider is nearby, too', () => {
		const resumeUrl = 'http://localhost:5678/webhook-waiting/1?signature=abc';
		expect(unreachableReason(resumeUrl, 'http://gateway.lan/v1', 'A gateway')).toBeNull();
		expect(unreachableReason(resumeUrl, 'https://api.wavespeed.ai', 'WaveSpeedAI')).toBe(
			"WaveSpeedAI can't call this n8n back at http://localhost:5678: set WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to its public URL.",
		);
	});
});

describe('our own calls to a suspended execution', () => {
	const NOW = 1_000_000;
	const call: OwnCall = { url: '', token: '', at: NOW, deadline: NOW + 600_000, misses: 0 };
	const running = '{"code":409,"message":"The execution \\"7\\" is running already."}';
	const finished = '{"code":409,"message":"The execution \\"7\\" has finished with error."}';

	it.each<[string, { status: number | null; text: string }, Partial<OwnCall>, number | null]>([
		['what the answer says', { status: 200, text: '{"nextCallAt":1600000}' }, {}, 1_600_000],
		[
			'never, when it goes on',
			{ status: 200, text: '{"message":"Workflow was started"}' },
			{},
			null,
		],
		['a second later, while n8n stores it', { status: 409, text: running }, {}, NOW + 1_000],
		['with growing distance', { status: 409, text: running }, { misses: 3 }, NOW + 8_000],
		[
			'at the deadline, after many misses',
			{ status: 409, text: running },
			{ misses: 5 },
			NOW + 600_000,
		],
		[
			'never, after many misses at the deadline',
			{ status: 409, text: running },
			{ misses: 5, deadline: NOW },
			null,
		],
		['never, when it has ended', { status: 409, text: finished }, {}, null],
		['never, when it is gone', { status: 404, text: '' }, {}, null],
		['never, when the token is not taken', { status: 401, text: '' }, {}, null],
		[
			'a second later, when a page of somebody else came with 200',
			{ status: 200, text: '<!DOCTYPE html><title>n8n</title>' },
			{},
			NOW + 1_000,
		],
		['a second later, when another service said yes', { status: 200, text: 'OK' }, {}, NOW + 1_000],
		['a second later, when nothing was said', { status: 200, text: '' }, {}, NOW + 1_000],
		[
			'a second later, when another service said something',
			{ status: 200, text: '{"status":"up"}' },
			{},
			NOW + 1_000,
		],
		[
			'a second later, when a proxy knows no such path',
			{ status: 404, text: '<html>' },
			{},
			NOW + 1_000,
		],
		['a second later, when nobody is there', { status: null, text: '' }, {}, NOW + 1_000],
		['a second later, after a server error', { status: 502, text: '<html>' }, {}, NOW + 1_000],
	])('come again: %s', (_, response, changed, at) => {
		expect(afterOwnCall({ ...call, ...changed }, response, NOW)?.at ?? null).toBe(at);
	});
});

describe('what this process remembers of suspended tasks', () => {
	const task = (id: string, status: 'running' | 'completed') => ({
		...taskFrom({ id }, null, null),
		status,
	});

	it('keeps the ended tasks of each execution apart', () => {
		remember('1', [task('a', 'completed'), task('b', 'running')], 0);
		remember('2', [task('c', 'completed')], 0);
		remember('1', [task('d', 'completed')], 0);
		expect([...endedTasks('1').keys()]).toEqual(['a', 'd']);
		expect([...endedTasks('2').keys()]).toEqual(['c']);
	});

	it('knows which executions it knows nothing of', () => {
		expect(beginMemory('3', 0)).toBe(true);
		expect(beginMemory('3', 1)).toBe(false);
		remember('3', [task('a', 'completed')], 2);
		expect(beginMemory('3', 3)).toBe(false);
		expect(endedTasks('3').size).toBe(1);
	});

	it('resumes an execution once, and again only after that must have failed', () => {
		expect(mayResume('4', 1_000)).toBe(true);
		markResumed('4', 1_000);
		expect(mayResume('4', 1_001)).toBe(false);
		expect(mayResume('4', 1_001 + RESUME_TAKES_MS)).toBe(true);
	});

	it('forgets what nobody has asked for in a day', () => {
		remember('5', [task('a', 'completed')], 0);
		remember('6', [], 86_400_001);
		expect(endedTasks('5').size).toBe(0);
	});
});

describe("the expression that reads a node's context", () => {
	it.each([
		[
			'Sora Text to Video',
			'{{ JSON.stringify($node["Sora Text to Video"].context.soraSuspension ?? null) }}',
		],
		['a "b"', '{{ JSON.stringify($node["a \\"b\\""].context.soraSuspension ?? null) }}'],
		[
			'a}}b{{',
			'{{ JSON.stringify($node["a\\u007d\\u007db\\u007b\\u007b"].context.soraSuspension ?? null) }}',
		],
	])('stays one expression for %s', (name, expression) => {
		expect(suspensionExpression(name)).toBe(expression);
	});
});

describe('when a suspended execution calls itself', () => {
	const SUSPENDED_AT = 1_000_000;
	const times = (
		submittedBefore: number,
		usualRenderMs: number | null,
		unreachable = false,
		waitTimeoutMs = 900_000,
	) => ({
		tasks: [
			{
				submittedAt: SUSPENDED_AT - submittedBefore,
				terms: { waitTimeoutMs: waitTimeoutMs + submittedBefore, onTimeout: 'error' },
			},
		] as Suspension['tasks'],
		failFast: true,
		suspendedAt: SUSPENDED_AT,
		deadline: SUSPENDED_AT + 900_000,
		usualRenderMs,
		unreachable: unreachable ? 'no way' : null,
	});

	it.each([
		['first after two minutes', times(500, 30_000), SUSPENDED_AT + 120_000],
		[
			'first after a third of the wait, where no time is usual',
			times(500, null),
			SUSPENDED_AT + 300_000,
		],
		['first after twice the usual render', times(500, 150_000), SUSPENDED_AT + 300_000],
		[
			'first at the deadline, where a render takes that long',
			times(500, 800_000),
			SUSPENDED_AT + 900_000,
		],
		[
			'when an item has waited as long as it may',
			times(0, 150_000, false, 60_000),
			SUSPENDED_AT + 60_000,
		],
		['at once, where the submits took long', times(20_000, 150_000), SUSPENDED_AT + 2_000],
		[
			'after half a minute, where no callback can come',
			times(500, null, true),
			SUSPENDED_AT + 30_000,
		],
	])('%s', (_, suspension, at) => {
		expect(firstCallAt(suspension)).toBe(at);
	});

	describe('with items that wait for less than the others', () => {
		const mixed = (failFast: boolean, waits: number[], onTimeout: 'error' | 'return') => ({
			...times(0, 150_000),
			failFast,
			tasks: waits.map((waitTimeoutMs) => ({
				submittedAt: SUSPENDED_AT,
				terms: { waitTimeoutMs, onTimeout },
			})) as Suspension['tasks'],
		});

		it.each([
			['at the timeout of the first', mixed(true, [900_000, 60_000], 'error'), 60_000],
			['also with continue on fail', mixed(false, [900_000, 60_000], 'error'), 60_000],
			['also for an item that is passed on', mixed(true, [900_000, 60_000], 'return'), 60_000],
			[
				'but not, with continue on fail, shortly before the deadline',
				mixed(false, [900_000, 899_000], 'error'),
				300_000,
			],
		])('%s', (_, suspension, afterMs) => {
			expect(firstCallAt(suspension)).toBe(SUSPENDED_AT + afterMs);
		});
	});

	it.each([
		['at four times that', times(0, 30_000), 120_000, 480_000],
		['at the deadline', times(0, 30_000), 480_000, 900_000],
		['at the deadline, where the next look would come after it', times(0, null), 300_000, 900_000],
		['on time after a call in between', times(0, 30_000), 60_000, 120_000],
		['every half minute, where no callback can come', times(0, null, true), 300_000, 330_000],
	])('then %s', (_, suspension, now, at) => {
		expect(nextCallAt(suspension, SUSPENDED_AT + now)).toBe(SUSPENDED_AT + at);
	});
});
