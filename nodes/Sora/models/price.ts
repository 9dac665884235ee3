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
	/** Where no more is published: what the least video costs, or about what one costs. Never computed with. */
	about?: Pick<Rate, 'amount' | 'per'>;
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

/** @param note what that price is the price of. */
export function fromPerVideo(amount: number, note?: string): Price {
	return { about: { amount, per: 'video' }, ...(note === undefined ? {} : { note }) };
}

const UNITS: Readonly<Record<Rate['per'], string>> = { second: 'a second', video: 'a video' };

function conditionsOf({ resolution, audio, seconds }: Rate): string {
	return [
		resolution === undefined ? '' : ` at ${resolution}`,
		seconds === undefined ? '' : ` of ${seconds} seconds`,
		audio === undefined ? '' : audio ? ' with sound' : ' without sound',
	].join('');
}

/** The price in words: `$0.1129 a second at 480p, $0.2419 a second at 720p`. Empty where nothing is known. */
export function priceText({ currency = 'USD', rates = [], about, note }: Price): string {
	const text = (amount: number) => moneyText({ amount, currency });
	const parts = rates.map((rate) => `${text(rate.amount)} ${UNITS[rate.per]}${conditionsOf(rate)}`);
	const least =
		about && rates.length === 0 ? [`from ${text(about.amount)} ${UNITS[about.per]}`] : [];
	return [[...parts, ...least].join(', '), note ?? ''].filter(Boolean).join('; ');
}
