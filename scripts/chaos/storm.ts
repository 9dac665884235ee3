/** Everything happens by chance: executions, faults, crashes of n8n, Stop and Retry. */

import { PROVIDER_NAMES } from '../../nodes/Sora/models/model';
import { FAULT_NAMES, type FaultPoint, type Plan } from '../../support/simulator';
import { openExecutions } from './executions';
import { chanceOf, type Chance } from './random';
import { drawExecution, type Begun } from './recipes';
import { Retries } from './retries';
import type { World } from './world';

export interface Storm {
	executions: number;
	/** How often n8n is killed and started again. */
	crashes: number;
	/** No execution begins after this long; what has begun is waited for, however long it takes. */
	longestMs: number;
}

/** What a storm came to: on a slow machine its time may be up before all executions have begun. */
export interface Raged {
	begun: Begun[];
	crashed: number;
	/** Requests that met a fault. */
	faults: number;
}

const POINTS: readonly FaultPoint[] = [
	...(['submit', 'status', 'download', 'list'] as const),
	...(['upload', 'price', 'bills'] as const),
];
/** An account that is refused, or out of money, ends every execution: nothing would be left to see. */
const FAULTS = FAULT_NAMES.filter((name) => !['response', 'status401', 'quota'].includes(name));
const CHANCE_OF_FAULT = 0.5;
const CHANCE_OF_STOP = 0.1;
const CHANCE_OF_RETRY = 0.25;
const LONGEST_PAUSE_MS = 300;

/** What becomes of the tasks; apart from the storm's own chance, because requests come in any order. */
export function plansBy(seed: number): () => Plan {
	const chance = chanceOf(seed + 1);
	return () => {
		const outcome = chance.happens(0.1) ? 'failed' : 'completed';
		return { outcome, renderMs: chance.between(300, 8_000), message: 'The render has failed' };
	};
}

/**
 * Runs until all executions have begun, or its time is up. Crashes are at moments drawn before; one
 * comes at the end where the time was too short for any.
 */
export async function rage(
	world: World,
	{ executions, crashes, longestMs }: Storm,
	seed: number,
): Promise<Raged> {
	const chance = chanceOf(seed);
	const begun: Begun[] = [];
	const retries = new Retries(world);
	let crashed = 0;
	const endsAt = Date.now() + longestMs;
	const { simulator, n8n } = world;
	simulator.script(plansBy(seed));
	const crashesAt = new Set<number>();
	while (crashesAt.size < Math.min(crashes, executions)) {
		crashesAt.add(chance.between(1, executions));
	}
	const crash = async () => {
		crashed++;
		await n8n.kill();
		await n8n.start();
	};
	for (let number = 1; number <= executions && Date.now() < endsAt; number++) {
		if (chance.happens(CHANCE_OF_FAULT)) addFault(world, chance);
		const execution = drawExecution(number, chance);
		begun.push(execution);
		await world.begin(execution);
		const [stopped, retried] = [chance.next(), chance.next()];
		if (chance.happens(CHANCE_OF_STOP)) await stopOne(world, stopped);
		if (chance.happens(CHANCE_OF_RETRY)) void retries.retryOne(retried);
		await new Promise((done) => setTimeout(done, chance.between(0, LONGEST_PAUSE_MS)));
		if (crashesAt.has(number)) await crash();
	}
	if (crashed === 0 && crashes > 0) await crash();
	// As somebody would who finds them the morning after.
	await retries.retrySome(() => chance.happens(0.5));
	const faults = simulator.requests.filter(({ fault }) => fault !== null).length;
	return { begun, crashed, faults };
}

function addFault({ simulator }: World, chance: Chance): void {
	simulator.faults.add({
		provider: chance.oneOf(PROVIDER_NAMES),
		on: chance.oneOf(POINTS),
		fault: chance.oneOf(FAULTS),
		times: chance.between(1, 3),
	});
}

/** @param share 0 ≤ x < 1: which of them */
const at = <T>(values: readonly T[], share: number): T | undefined =>
	values[Math.floor(share * values.length)];

async function stopOne(world: World, share: number): Promise<void> {
	// Stop does not reach the sub-workflow of an execution, which a retry may then pay for again.
	const mayBeStopped = (await openExecutions(world)).filter(
		({ workflowId }) => world.makers.includes(workflowId) && !world.callers.includes(workflowId),
	);
	const execution = at(mayBeStopped, share);
	// It may have ended meanwhile.
	if (execution) await world.n8n.api.stop(execution.id).catch(() => {});
}
