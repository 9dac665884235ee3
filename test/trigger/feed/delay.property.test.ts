import type { StreamResult } from '../../../nodes/Sora/engine/ports';
import { chanceOf, Ticks } from './ticks';
import { FakeServer } from '../../engine/fakeServer';
import { responseOf, SMALL_MP4 } from '../../engine/fakeFile';
import { cases } from '../../harness/properties';

jest.setTimeout(60_000);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Tasks are submitted with their render time as their prompt. */
function serverOf(seed: number): FakeServer {
	const server = new FakeServer();
	server.clock.random = chanceOf(seed);
	server.renderMs = (prompt) => Number(prompt);
	return server;
}

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
const latest = (values: readonly number[]) => Math.max(...values);

function report(what: string, delays: readonly number[]): void {
	const sorted = [...delays].sort((a, b) => a - b);
	const within = sorted[Math.floor(0.95 * (sorted.length - 1))];
	process.stdout.write(
		`${what}: mean ${mean(delays).toFixed(1)} s, 95 % within ${within.toFixed(1)} s, ` +
			`latest ${latest(delays).toFixed(1)} s, of ${delays.length}\n`,
	);
}

interface Account {
	tasks: number;
	everyMs: number;
	renderMs: (random: number) => number;
	/** From n8n's start to the first tick of each poll time. */
	gapsMs: readonly number[];
}

const atWork: Account = {
	tasks: 300,
	everyMs: 7_300,
	renderMs: (random) => MINUTE + MINUTE * random,
	gapsMs: [20 * SECOND],
};

/** @returns the delays of an account at work, in seconds: tasks end at any second of the minute. */
async function live(n8n: Ticks, account: Partial<Account> = {}): Promise<number[]> {
	const { tasks, everyMs, renderMs, gapsMs } = { ...atWork, ...account };
	const { clock } = n8n.server;
	await clock.run(
		(async () => {
			await n8n.start(...gapsMs);
			await clock.sleep(2 * MINUTE);
			for (let i = 0; i < tasks; i++) {
				await clock.sleep(everyMs);
				await n8n.submit(renderMs(clock.random()));
			}
			await clock.sleep(5 * MINUTE);
		})(),
	);
	n8n.kill();
	return n8n.delays;
}

const fileAfter = (server: FakeServer, ms: number): StreamResult => ({
	response: {
		...responseOf(200, { 'content-type': 'video/mp4' }, []),
		body: (async function* () {
			await server.clock.sleep(ms);
			yield SMALL_MP4;
		})(),
	},
});

describe('from the end of a task to its emission, while n8n ticks', () => {
	it('takes seconds, whenever in the minute the task ends', async () => {
		const delays = await live(new Ticks(serverOf(1)));
		report('While n8n ticks', delays);
		expect(mean(delays)).toBeLessThan(5);
		expect(latest(delays)).toBeLessThan(15);
	});

	it('takes little more where many tasks run at a time', async () => {
		const delays = await live(new Ticks(serverOf(2)), { everyMs: 2 * SECOND });
		report('With forty tasks at a time', delays);
		expect(mean(delays)).toBeLessThan(7);
		expect(latest(delays)).toBeLessThan(15);
	});

	it.each([-2, 0, 2])(
		'takes at most one reading of the list for tasks of seconds, with our clock %d h ahead',
		async (hours) => {
			const n8n = new Ticks(serverOf(3), hours * 60 * MINUTE);
			const delays = await live(n8n, {
				tasks: 100,
				everyMs: 45 * SECOND,
				renderMs: () => 4 * SECOND,
			});
			// The first one comes in an account where nothing has happened for long.
			const [, ...others] = delays;
			report(`Tasks of four seconds, our clock ${hours} h ahead`, others);
			expect(mean(others)).toBeLessThan(12);
			expect(latest(others)).toBeLessThan(25);
		},
	);

	it.each([
		{ gapsMs: [20_000], latestS: 61 },
		{ gapsMs: [20_000, 50_000], latestS: 31 },
	])('takes until the next tick where nothing has happened for long', async (times) => {
		const { gapsMs, latestS } = times;
		const delays = await live(new Ticks(serverOf(7)), {
			tasks: 60,
			everyMs: 15.1 * MINUTE,
			renderMs: () => 4 * SECOND,
			gapsMs,
		});
		report(`First tasks in an idle account, ${gapsMs.length} poll times`, delays);
		expect(latest(delays)).toBeLessThan(latestS);
	});

	it('does not wait for the download of another task', async () => {
		const server = serverOf(4);
		let files = 0;
		server.files = () => fileAfter(server, files++ % 8 === 0 ? 90 * SECOND : SECOND / 2);
		const delays = await live(new Ticks(server));
		const others = delays.filter((delay) => delay < 90);
		report('Beside downloads of 90 s', others);
		expect(others.length).toBeLessThan(delays.length);
		expect(mean(others)).toBeLessThan(5);
		expect(latest(others)).toBeLessThan(15);
	});

	it('does not wait for the poll of another task that hangs', async () => {
		const server = serverOf(5);
		const send = server.send.bind(server);
		let polls = 0;
		server.send = async (call) => {
			const isPoll = call.to === 'provider' && call.path.startsWith('/tasks/');
			if (!isPoll || ++polls % 20 !== 0) return await send(call);
			await server.clock.sleep(call.timeoutMs ?? MINUTE);
			return { networkFailure: { code: 'ETIMEDOUT', message: 'timeout', sent: true } };
		};
		const n8n = new Ticks(server);
		const delays = await live(n8n);
		report('With one poll of twenty hanging for 20 s', delays);
		expect(mean(delays)).toBeLessThan(7);
		expect(latest(delays)).toBeLessThan(30);
		// A poll that overlaps the next one would cost it its key.
		expect(latest(n8n.polls.map(({ tookMs }) => tookMs))).toBeLessThan(MINUTE - 5 * SECOND);
	});

	it.each([[[5, 35]], [[5, 12]], [[5, 25, 45]]])(
		'takes no longer with several poll times (%j s after the start)',
		async (gaps) => {
			const gapsMs = gaps.map((gap) => gap * SECOND);
			const delays = await live(new Ticks(serverOf(6)), { gapsMs });
			report(`With poll times at ${gaps.join(' and ')} s`, delays);
			expect(mean(delays)).toBeLessThan(5);
			expect(latest(delays)).toBeLessThan(15);
		},
	);
});

const ENDS_AFTER_S = [11, 24, 47, 63, 71, 92, 108, 131, 149, 176];
const RUNS = cases(10);

/**
 * The end-to-end suite's story: ten tasks, and n8n away from the 66th to the 91st second.
 * @param pollTimes evenly over the minute
 */
async function throughARestart(seed: number, pollTimes: number): Promise<number[]> {
	const server = serverOf(seed);
	const { clock } = server;
	const n8n = new Ticks(server);
	const gaps = () => {
		const first = clock.random();
		return Array.from({ length: pollTimes }, (_, i) => ((first + i / pollTimes) % 1) * MINUTE);
	};
	await clock.run(
		(async () => {
			await n8n.submit(1);
			await clock.sleep(SECOND);
			await n8n.start(...gaps());
			await clock.sleep(MINUTE + MINUTE * clock.random());
			for (const seconds of ENDS_AFTER_S) await n8n.submit(seconds * SECOND);
			await clock.sleep(66 * SECOND);
			n8n.kill();
			await clock.sleep(25 * SECOND);
			await n8n.start(...gaps());
			await clock.sleep(5 * MINUTE);
		})(),
	);
	n8n.kill();
	return n8n.delays;
}

describe('from the end of a task to its emission, through a restart', () => {
	// After the first poll n8n waits for the next poll time: up to a minute, or a part of it.
	it.each([
		{ pollTimes: 1, meanS: 20, latestS: 61 },
		{ pollTimes: 2, meanS: 14, latestS: 35 },
	])(
		'depends on the number of poll times: $pollTimes',
		async ({ pollTimes, meanS, latestS }) => {
			const runs: number[][] = [];
			for (let seed = 0; seed < RUNS; seed++) runs.push(await throughARestart(seed, pollTimes));
			const means = runs.map(mean);
			report(`Through a restart, ${pollTimes} poll times`, runs.flat());
			report('  the means of ten tasks', means);
			expect(runs.flat()).toHaveLength(RUNS * ENDS_AFTER_S.length);
			expect(latest(means)).toBeLessThan(meanS);
			expect(latest(runs.flat())).toBeLessThan(latestS);
		},
		600_000,
	);
});
