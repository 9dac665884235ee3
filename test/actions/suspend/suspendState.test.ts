import {
	beginMemory,
	endedTasks,
	markResumed,
	mayResume,
	remember,
	RESUME_TAKES_MS,
} from '../../../nodes/Sora/actions/suspend/callbackMemory';
import { suspensionExpression } from '../../../nodes/Sora/actions/suspend/suspension';
import { unreachableReason } from '../../../nodes/Sora/actions/suspend/reachability';
import { taskFrom } from '../../../nodes/Sora/engine/submit/submit';
import { isPrivateAddress } from '../../../nodes/Sora/transport/privateAddress';

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
