import {
	afterOwnCall,
	firstCallAt,
	nextCallAt,
	type OwnCall,
} from '../../../nodes/Sora/actions/suspend/selfCalls';
import type { Suspension } from '../../../nodes/Sora/actions/suspend/suspension';

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
