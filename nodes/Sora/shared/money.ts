/** Amounts of money that add up exactly: ten dimes are a dollar, however often they are added. */

export interface Money {
	/** In whole units of the currency: 0.4 is forty cents. */
	amount: number;
	/** ISO 4217: `USD`, `CNY`. */
	currency: string;
}

/** Providers charge thousandths of a cent; a billionth of the unit is finer than any of them writes. */
const PARTS_PER_UNIT = 1_000_000_000;

/** The largest number that still has its billionths: what is beyond is no price. */
const LARGEST_AMOUNT = Number.MAX_SAFE_INTEGER / PARTS_PER_UNIT;

/** What somebody enters may be any number. */
function partsOf(amount: number): bigint {
	return BigInt(Math.round(Math.min(amount * PARTS_PER_UNIT, Number.MAX_VALUE)));
}

function amountOf(parts: bigint): number {
	return Number(parts) / PARTS_PER_UNIT;
}

/** An amount without what binary fractions add to it: 0.1 + 0.2 is 0.3. */
function exact(amount: number): number {
	return amountOf(partsOf(amount));
}

/**
 * @param currency ISO 4217, in either case; US dollars if left out.
 * @returns null for what is no amount: not finite, below 0, or beyond nine million.
 */
export function moneyOf(amount: number | null, currency: string | null = null): Money | null {
	if (amount === null || !(amount >= 0 && amount <= LARGEST_AMOUNT)) return null;
	const code = (currency ?? 'USD').toUpperCase();
	return /^[A-Z]{3}$/.test(code) ? { amount: exact(amount), currency: code } : null;
}

/** As `moneyOf`, and also an account that owes something. */
export function balanceOf(amount: number | null, currency: string | null = null): Money | null {
	const money = moneyOf(amount === null ? null : Math.abs(amount), currency);
	return money && amount !== null && amount < 0 ? { ...money, amount: -money.amount } : money;
}

/** @param factor not below 0. @returns null for what is no amount, as `moneyOf`. */
export function times({ amount, currency }: Money, factor: number): Money | null {
	return moneyOf(amount * factor, currency);
}

/** One sum for each currency, in the order in which the currencies appear. Nothing is converted. */
export function sumsOf(amounts: readonly Money[]): Money[] {
	const parts = new Map<string, bigint>();
	for (const { amount, currency } of amounts) {
		parts.set(currency, (parts.get(currency) ?? 0n) + partsOf(amount));
	}
	return [...parts].map(([currency, sum]) => ({ amount: amountOf(sum), currency }));
}

const SIGNS: Readonly<Partial<Record<string, string>>> = { USD: '$', CNY: 'CNY ' };

/** `$0.40`, `$0.1129`, `CNY 3.72`: two decimals, and more where the amount has more. */
export function moneyText({ amount, currency }: Money): string {
	// What somebody enters may be less than any price, and is not nothing.
	const written = exact(amount) === 0 ? amount.toFixed(20) : exact(amount).toFixed(9);
	const [whole, decimals = ''] = written.replace(/0+$/, '').split('.');
	return `${SIGNS[currency] ?? `${currency} `}${whole}.${decimals.padEnd(2, '0')}`;
}
