import { pollCostOfCatalogue, USUAL_SECONDS } from './pollsPerRender';

jest.setTimeout(60_000);

it('a render of the catalogue takes at most half of the status calls of a fixed interval', async () => {
	expect(USUAL_SECONDS.length).toBeGreaterThan(2);
	const { polls, pollsWithFixedInterval, delayMs } = await pollCostOfCatalogue();
	expect(polls).toBeLessThanOrEqual(pollsWithFixedInterval / 2);
	// Rarely, and late, would be no merit.
	expect(delayMs).toBeLessThan(3_000);
});
