import { capProblem, type PricedItem } from '../../../nodes/Sora/engine/cost/cap';

const item = (itemIndex: number, amount: number, currency = 'USD'): PricedItem => ({
	itemIndex,
	model: 'acme/clip-1',
	estimate: { amount, currency, basis: 'provider' },
});

const items = (count: number, amountOf: (index: number) => number, currency?: string) =>
	Array.from({ length: count }, (_, index) => item(index, amountOf(index), currency));

const NO_RATE = { cnyPerUsd: null };

it.each([
	['dimes and double dimes', items(1_000, (index) => (index % 2 === 0 ? 0.1 : 0.2)), 150],
	['fractions of a cent', items(1_000, () => 0.0001), 0.1],
	['ten-millionths of a dollar', items(1_000, () => 1e-7), 0.0001],
	['three dimes', [item(0, 0.1), item(1, 0.2)], 0.3],
])('lets %s through that cost exactly as much', (_, priced, maxCost) => {
	expect(capProblem(priced, { maxCost, ...NO_RATE }, true)).toBeNull();
	expect(capProblem(priced, { maxCost: maxCost - 1e-9, ...NO_RATE }, true)).not.toBeNull();
});

it('shows sums without a trace of binary fractions', () => {
	const problem = capProblem(
		items(1_000, () => 0.1 + 0.2),
		{ maxCost: 299.99, ...NO_RATE },
		true,
	);
	expect(problem?.message).toMatch(
		/^This run would cost \$300\.00, which is more than Max Cost \(\$299\.99\)\. .*: item 0: \$0\.30, /,
	);
	const tiny = capProblem([item(0, 3e-7)], { maxCost: 1e-7, ...NO_RATE }, true);
	expect(tiny?.message).toMatch(/\$0\.0000003, which is more than Max Cost \(\$0\.0000001\)/);
});

it('adds what is in CNY before it converts it, and rounds once', () => {
	const yuan = items(1_000, () => 0.8, 'CNY');
	expect(capProblem(yuan, { maxCost: 114.2858, cnyPerUsd: 7 }, true)).toBeNull();
	expect(capProblem(yuan, { maxCost: 114.2857, cnyPerUsd: 7 }, true)?.message).toMatch(
		/would cost \$114\.2858,.*item 0: \$0\.1143/,
	);
	expect(capProblem([item(0, 2.1, 'CNY')], { maxCost: 0.3, cnyPerUsd: 7 }, true)).toBeNull();
});

it('adds currencies to one sum, at the rate that is stated, and refuses all others', () => {
	const mixed = [item(0, 0.5), item(1, 3.5, 'CNY')];
	expect(capProblem(mixed, { maxCost: 1, cnyPerUsd: 7 }, true)).toBeNull();
	expect(capProblem(mixed, { maxCost: 0.99, cnyPerUsd: 7 }, true)?.message).toMatch(/\$1\.00/);
	expect(capProblem(mixed, { maxCost: 100, ...NO_RATE }, true)).toMatchObject({
		itemIndex: 1,
		message: expect.stringMatching(/item 1 \(acme\/clip-1: its price is in CNY\)/) as unknown,
		advice: expect.stringMatching(/set CNY per US Dollar/) as unknown,
	});
	const euros = capProblem([item(0, 1, 'EUR')], { maxCost: 100, cnyPerUsd: 7 }, true);
	expect(euros?.message).toMatch(/its price is in EUR/);
	expect(euros?.advice).not.toMatch(/CNY/);
});

it('counts nothing where nothing is to be paid', () => {
	expect(capProblem([], { maxCost: 0.01, ...NO_RATE }, true)).toBeNull();
});
