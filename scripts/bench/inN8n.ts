/** What only a whole n8n can show: many renders side by side with no option set, and a large video through its store. */

import type { Bench, Figure } from '../figure';
import { run, soraNode, withBed, withMemory, workflowOf, type Bed } from './n8n/bed';

const ITEMS = 20;
const RENDER_MS = 6_000;
/** 1.15 renders, and a second. */
const LIMIT_MS = 7_900;

const VIDEO_BYTES = 300_000_000;
const MEMORY_LIMIT_MB = 120;

async function sideBySide(bed: Bed): Promise<Figure[]> {
	const { simulator } = bed;
	simulator.reset();
	const ended = await run(bed, workflowOf(ITEMS, soraNode({})));
	const { executionTime, items } = await ended();
	const promptOf = new Map(simulator.bills.map(({ taskId, input }) => [taskId, input.prompt]));
	const isInOrder = items.every(
		({ json, pairedItem }, index) =>
			promptOf.get(String(json.taskId)) === `video ${index}` &&
			typeof pairedItem === 'object' &&
			'item' in pairedItem &&
			pairedItem.item === index,
	);
	if (items.length !== ITEMS || !isInOrder) throw new Error('The items are not in their order');
	if (simulator.bills.length !== ITEMS) throw new Error(`${simulator.bills.length} bills`);
	const figure = `${ITEMS} items of a ${RENDER_MS / 1000} s render each, in n8n`;
	return [{ figure, limit: LIMIT_MS / 1000, measured: executionTime / 1000, unit: 's' }];
}

async function largeVideo(bed: Bed): Promise<Figure[]> {
	const { simulator } = bed;
	simulator.reset();
	simulator.script(() => ({ renderMs: 500 }));
	await run(bed, workflowOf(1, soraNode({})));
	simulator.script(() => ({ renderMs: 500, video: simulator.bigVideo(VIDEO_BYTES) }));
	const { result, growthMb } = await withMemory(
		bed,
		async () => await run(bed, workflowOf(1, soraNode({}))),
	);
	const { items } = await result();
	const stored = Number(items[0].binary?.data.bytes);
	if (stored < VIDEO_BYTES) throw new Error(`Only ${stored} bytes were stored`);
	const figure = `a ${VIDEO_BYTES / 1e6} MB video through n8n: growth of its memory`;
	return [{ figure, limit: MEMORY_LIMIT_MB, measured: growthMb, unit: 'MB' }];
}

export const figures: Bench = async () =>
	await withBed(RENDER_MS, async (bed) => [...(await sideBySide(bed)), ...(await largeVideo(bed))]);
