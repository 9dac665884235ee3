/** What a model costs, as data: shown to people, and what an estimate is computed from. */

import { moneyText } from '../shared/money';

/** What one second, or one whole video, costs. */
export interface Rate {
	/** In the price's currency. */
	amount: number;
	per: 'second' | 'video';
	/** It holds for this tier; for every tier if left out. */
	resolution?: string;
	/** It holds with sound, or without; for both if left out. */
	audio?: boolean;
	/** It holds for videos of this many seconds; for every length if left out. */
	seconds?: number;
}

export interface Price {
	/** ISO 4217; US dollars if left out. */
	currency?: 'USD' | 'CNY';
	/** All that is charged. The first one that holds for a request is its price. */
	rates?: readonly Rate[];
	/** Where no more is published: what the least video costs, or about what one costs at each tier. Never computed with. */
	about?: ReadonlyArray<Pick<Rate, 'amount' | 'per' | 'resolution'>>;
	note?: string;
}

/** @param amounts for every tier, or by tier. */
export function perSecond(amounts: number | Readonly<Record<string, number>>): Price {
	if (typeof amounts === 'number') return { rates: [{ amount: amounts, per: 'second' }] };
	return {
		rates: Object.entries(amounts).map(([resolution, amount]) => ({
			amount,
			per: 'second',
			resolution,
		})),
	};
}

/** Rounded, by tier. */
export function aboutPerSecond(amounts: Readonly<Record<string, number>>, note?: string): Price {
	const about = Object.entries(amounts).map(([resolution, amount]) => ({
		amount,
		per: 'second' as const,
		resolution,
	}));
	return { about, ...(note === undefined ? {} : { note }) };
}

/** @param note what that price is the price of. */
export function fromPerVideo(amount: number, note?: string): Price {
	return { about: [{ amount, per: 'video' }], ...(note === undefined ? {} : { note }) };
}

const UNITS: Readonly<Record<Rate['per'], string>> = { second: 'a second', video: 'a video' };

function conditionsOf({ resolution, audio, seconds }: Rate): string {
	return [
		resolution === undefined ? '' : ` at ${resolution}`,
		seconds === undefined ? '' : ` of ${seconds} seconds`,
		audio === undefined ? '' : audio ? ' with sound' : ' without sound',
	].join('');
}

function withNote(text: string, note = ''): string {
	return [text, note].filter(Boolean).join('; ');
}

/** The price in words: `$0.1129 a second at 480p, $0.2419 a second at 720p`. Empty where nothing is known. */
export function priceText({ currency = 'USD', rates = [], about = [], note }: Price): string {
	const text = (amount: number) => moneyText({ amount, currency });
	const rateText = (rate: Rate) => `${text(rate.amount)} ${UNITS[rate.per]}${conditionsOf(rate)}`;
	if (rates.length > 0) return withNote(rates.map(rateText).join(', '), note);
	const [first, ...others] = about;
	if (first === undefined) return withNote('', note);
	const word = first.resolution === undefined ? 'from' : 'about';
	return withNote([`${word} ${rateText(first)}`, ...others.map(rateText)].join(', '), note);
}
