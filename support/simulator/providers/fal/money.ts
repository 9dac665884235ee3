/** What fal says about money: the price of a unit, and how many units a request was. */

import { isServed } from '../../models';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask } from '../../tasks';

interface Pricing {
	unitPrice: number;
	unit: string;
	/** Of a request that has brought a video. */
	units: (input: Record<string, unknown>) => number;
}

const secondsOf = ({ duration }: Record<string, unknown>): number =>
	Number.parseFloat(String(duration)) || 5;

/** The price of a unit is that of one tier; of the others, a second is more units, or less. */
function bySecond(unitPrice: number, factors: Readonly<Record<string, number>> = {}): Pricing {
	const factorOf = ({ resolution }: Record<string, unknown>) => factors[String(resolution)] ?? 1;
	return {
		unitPrice,
		unit: 'seconds',
		units: (input) => secondsOf(input) * factorOf(input),
	};
}

const FRAMES_PER_SECOND = 24;
const PIXELS: Readonly<Record<string, number>> = {
	'480p': 864 * 496,
	'720p': 1280 * 720,
	'720p 4:3': 1112 * 834,
	'720p 3:4': 834 * 1112,
};

/** A thousand tokens are a unit, with one frame more than the seconds have. */
function byTokens(unitPrice: number): Pricing {
	return {
		unitPrice,
		unit: 'units',
		units: (input) => {
			const frames = secondsOf(input) * FRAMES_PER_SECOND + 1;
			const tier = String(input.resolution ?? '720p');
			const pixels = PIXELS[`${tier} ${String(input.aspect_ratio)}`] ?? PIXELS[tier];
			return (pixels * frames) / 1024 / 1000;
		},
	};
}

const PRICING: Readonly<Record<string, Pricing>> = {
	'bytedance/seedance-2.0/fast/text-to-video': byTokens(0.0112),
	'bytedance/seedance-2.0/fast/image-to-video': byTokens(0.0112),
	'fal-ai/veo3.1/fast': bySecond(0.15, { '4k': 2 }),
	'alibaba/wan-3.0/text-to-video': bySecond(0.05, { '720p': 2, '1080p': 3 }),
	'acme/clip-1/text-to-video': bySecond(0.05),
	'acme/clip-1/image-to-video': bySecond(0.05),
};

/** Of models without a price of their own: a computer's time. */
const BY_COMPUTER: Pricing = { unitPrice: 0.00111, unit: 'compute seconds', units: () => 90 };

function pricingOf(model: string): Pricing {
	return PRICING[model] ?? BY_COMPUTER;
}

/** `x-fal-billable-units` of a request that has brought a video. */
export function unitsOf({ model, input }: SimulatedTask): number {
	return Number(pricingOf(model).units(input).toFixed(4));
}

/** @param models the IDs that are asked for. */
export function prices(models: readonly string[]): Reply {
	const found = models
		.filter((id) => isServed('fal', id))
		.map((id) => {
			const { unitPrice, unit } = pricingOf(id);
			return { endpoint_id: id, unit_price: unitPrice, unit, currency: 'USD' };
		});
	return json(200, { prices: found, next_cursor: null, has_more: false });
}
