import { breaks, clockOf, Turns } from '../../nodes/Sora/transport/clock';

describe('the clock', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['back', -600_000],
		['forward', 600_000],
	])('sleeps as long as it was told when the time of day is set %s', async (_, shiftMs) => {
		const clock = clockOf(undefined);
		const before = clock.now();
		const real = Date.now.bind(Date);
		const startedAt = performance.now();
		const sleeping = clock.sleep(1_200);
		jest.spyOn(Date, 'now').mockImplementation(() => real() + shiftMs);
		await sleeping;
		const tookMs = performance.now() - startedAt;
		expect(tookMs).toBeGreaterThanOrEqual(1_150);
		expect(tookMs).toBeLessThan(3_000);
		expect(clock.now() - before).toBeGreaterThanOrEqual(1_150);
		expect(clock.now() - before).toBeLessThan(5_000);
	});
});

describe('long work', () => {
	it('lets others have their turn, and not more often than it must', async () => {
		let turns = 0;
		const others = setInterval(() => turns++, 1);
		const takeBreak = breaks();
		const startedAt = performance.now();
		const tookMs = () => performance.now() - startedAt;
		while (turns < 3 && tookMs() < 10_000) await takeBreak();
		clearInterval(others);
		expect(turns).toBeGreaterThanOrEqual(3);
		expect(tookMs()).toBeGreaterThanOrEqual(20);
	});

	it('of several executions is done one after another, with other work before each piece', async () => {
		const done: string[] = [];
		const turns = new Turns(async () => {
			await new Promise((resolve) => setImmediate(resolve));
			done.push('other work');
		});
		const work = async (name: string) => {
			for (let piece = 0; piece < 2; piece++) {
				await turns.next();
				done.push(name);
			}
		};
		await Promise.all([work('a'), work('b'), work('c')]);
		const pieces = ['a', 'b', 'c', 'a', 'b', 'c'];
		expect(done).toEqual(pieces.flatMap((piece) => ['other work', piece]));
	});
});
