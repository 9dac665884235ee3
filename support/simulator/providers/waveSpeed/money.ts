/** What WaveSpeed says about money: prices, bills, the balance. */

import { WAVESPEED_MODELS } from '../../models';
import { nanoTime, type World } from '../../provider';
import { jsonObjectIn } from '../../server/body';
import type { Call } from '../../server/http';
import type { Reply } from '../../server/reply';
import type { SimulatedTask } from '../../tasks';
import { refusal, success } from './prediction';

/** The base price is that of 5 seconds at 720p; the factors of the other tiers are assumed. */
const TIERS: Readonly<Record<string, number>> = { '480p': 0.5, '720p': 1, '1080p': 2, '4k': 4 };
const BASE_SECONDS = 5;
/** Of models that are not in the list. */
const UNLISTED_BASE_PRICE = 0.5;

/** Dollars, to a hundredth of a cent. With partial inputs it is the base price, however dear the video. */
export function waveSpeedPrice(model: string, input: Record<string, unknown>): number {
	const listed = WAVESPEED_MODELS.find(({ id }) => id === model);
	const basePrice = listed?.basePrice ?? UNLISTED_BASE_PRICE;
	const properties = Object.keys(listed?.schema.properties ?? {});
	const isPartial = ['duration', 'resolution'].some(
		(name) => properties.includes(name) && input[name] === undefined,
	);
	if (isPartial) return basePrice;
	const seconds = Number(input.duration ?? BASE_SECONDS);
	const tier = TIERS[String(input.resolution ?? '720p')] ?? 1;
	return Math.round(((basePrice * seconds * tier) / BASE_SECONDS) * 10_000) / 10_000;
}

export function price(world: World, call: Call): Reply {
	const { model_id: model, inputs } = jsonObjectIn(call.body) ?? {};
	if (typeof model !== 'string' || typeof inputs !== 'object' || inputs === null) {
		return refusal(400, 'model_id and inputs are required');
	}
	const full = waveSpeedPrice(model, inputs as Record<string, unknown>);
	const { waveSpeedDiscount: discount } = world.manner;
	const discounted = Math.round(full * (1 - discount) * 10_000) / 10_000;
	return success({
		model_id: model,
		price: full,
		discounted_price: discounted,
		discount_rate: discount,
		currency: 'USD',
	});
}

/** Reserved with the submit, settled with the end; a task that brings no video is settled at nothing. */
function billOf(world: World, task: SimulatedTask): Record<string, unknown> {
	const state = world.tasks.state(task);
	const settledAt = (state.endedAt ?? Infinity) + world.manner.waveSpeedSettleMs;
	const isDone = world.now() >= settledAt;
	const full = waveSpeedPrice(task.model, task.input);
	const isFree = isDone && state.phase !== 'completed';
	const amount = isFree ? 0 : full * (1 - world.manner.waveSpeedDiscount);
	const charged = Math.round(amount * 10_000) / 10_000;
	return {
		uuid: `bill-${task.id}`,
		billing_type: 'deduct',
		price: charged,
		created_at: nanoTime(task.acceptedAt, task.index),
		updated_at: nanoTime(isDone ? settledAt : task.acceptedAt, task.index),
		access_key_name: 'default',
		order: {
			uuid: `order-${task.id}`,
			state: isDone ? 'done' : 'pre',
			price: charged,
			origin_price: full,
			status: 'success',
		},
		prediction: { uuid: task.id, model_uuid: task.model, status: state.phase },
	};
}

export function bills(world: World, call: Call): Reply {
	const query = jsonObjectIn(call.body) ?? {};
	const size = Number(query.page_size);
	if (!Number.isInteger(size) || size < 1 || size > 100) {
		return refusal(400, 'page_size must be between 1 and 100');
	}
	const ids = Array.isArray(query.prediction_uuids) ? query.prediction_uuids.map(String) : null;
	const items = world.tasks.all
		.filter(({ provider, id }) => provider === 'waveSpeed' && (ids?.includes(id) ?? true))
		.map((task) => billOf(world, task));
	const page = Number(query.page ?? 1);
	return success({ page, total: items.length, items: items.slice((page - 1) * size, page * size) });
}
