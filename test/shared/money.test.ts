import { balanceOf, moneyOf, moneyText, sumsOf, times } from '../../nodes/Sora/shared/money';

const usd = (amount: number) => ({ amount, currency: 'USD' });

it('adds a thousand amounts without a trace of binary fractions', () => {
	const amounts = Array.from({ length: 1000 }, (_, index) => usd(index % 2 === 0 ? 0.1 : 0.2));
	expect(sumsOf(amounts)).toEqual([usd(150)]);
	expect(sumsOf([usd(0.1), usd(0.2)])).toEqual([usd(0.3)]);
	expect(sumsOf(Array.from({ length: 1000 }, () => usd(0.0001)))).toEqual([usd(0.1)]);
});

it('gives each currency its own sum, and converts none', () => {
	const yuan = { amount: 3.72, currency: 'CNY' };
	expect(sumsOf([usd(1), yuan, usd(0.5), yuan])).toEqual([
		usd(1.5),
		{ amount: 7.44, currency: 'CNY' },
	]);
	expect(sumsOf([])).toEqual([]);
});

it('never throws, whatever somebody enters or a provider counts', () => {
	const huge = usd(Number.MAX_VALUE);
	expect(times(usd(0.2), 1e300)).toBeNull();
	expect(sumsOf([huge, huge])[0].amount).toBeGreaterThan(1e200);
	expect(moneyText(huge)).toMatch(/^\$\d/);
});

it.each([
	[0.1, 3, 0.3],
	[0.2419, 4, 0.9676],
	[1.1, 1.1, 1.21],
	[0.7, 0, 0],
])('%d times %d is %d', (amount, factor, product) => {
	expect(times(usd(amount), factor)).toEqual(usd(product));
});

it.each([[null], [NaN], [Infinity], [-0.01], [1e12]])(
	'%p is no amount that is charged',
	(amount) => {
		expect(moneyOf(amount)).toBeNull();
	},
);

it.each([['dollars'], ['$'], ['']])('%j is no currency', (currency) => {
	expect(moneyOf(1, currency)).toBeNull();
});

it('takes a currency in lower case, and dollars where none is named', () => {
	expect(moneyOf(1, 'usd')).toEqual(usd(1));
	expect(moneyOf(0.1 + 0.2)).toEqual(usd(0.3));
	expect(moneyOf(0)).toEqual(usd(0));
});

it('keeps what an account owes', () => {
	expect(balanceOf(-1.25)).toEqual(usd(-1.25));
	expect(balanceOf(12.5, 'CNY')).toEqual({ amount: 12.5, currency: 'CNY' });
	expect(balanceOf(null)).toBeNull();
});

it.each([
	[usd(0.4), '$0.40'],
	[usd(0.1129), '$0.1129'],
	[usd(12), '$12.00'],
	[usd(0), '$0.00'],
	[usd(0.000000000001), '$0.000000000001'],
	[{ amount: 3.72, currency: 'CNY' }, 'CNY 3.72'],
	[{ amount: 1.5, currency: 'EUR' }, 'EUR 1.50'],
])('%j reads %s', (money, text) => {
	expect(moneyText(money)).toBe(text);
});
