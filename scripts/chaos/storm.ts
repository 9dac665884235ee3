/** Everything happens by chance: executions, faults, crashes of n8n, Stop and Retry. */

import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { FAULT_NAMES, type FaultPoint, type Plan } from '../../support/simulator';
import type { Chance } from './random';
import { WAIT_MODES, type WaitMode, type World } from './world';

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
}

const POINTS: readonly FaultPoint[] = ['submit', 'status', 'download', 'list'];
const CHANCE_OF_FAULT = 0.4;
const CHANCE_OF_STOP = 0.1;
const CHANCE_OF_RETRY = 0.15;
const LONGEST_PAUSE_MS = 400;

/** The mark by which a prompt is found again in bills and executions: no two are the same. */
export const MARK = /chaos-\d+-\d+/;

export function planBy(chance: Chance): Plan {
	const outcome = chance.happens(0.1) ? 'failed' : 'completed';
	return { outcome, renderMs: chance.between(300, 8_000), message: 'The render has failed' };
}

/** What an execution was started with. */
export interface Begun {
	provider: ProviderName;
	waitMode: WaitMode;
	prompts: readonly string[];
}

/**
 * Runs until all executions have begun, or its time is up. Crashes are at moments drawn before; one
 * comes at the end where the time was too short for any.
 */
export async function rage(
	world: World,
	{ executions, crashes, longestMs }: Storm,
	chance: Chance,
): Promise<Raged> {
	const begun: Begun[] = [];
	let crashed = 0;
	const endsAt = Date.now() + longestMs;
	const { simulator, n8n } = world;
	simulator.script(() => planBy(chance));
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
		const prompts = Array.from(
			{ length: chance.between(1, 4) },
			(_, item) => `waves chaos-${number}-${item}`,
		);
		const execution = {
			provider: chance.oneOf(PROVIDER_NAMES),
			waitMode: chance.oneOf(WAIT_MODES),
			prompts,
		};
		begun.push(execution);
		await world.begin(execution);
		if (chance.happens(CHANCE_OF_STOP)) await stopOne(world, chance);
		if (chance.happens(CHANCE_OF_RETRY)) await retryOne(world, chance);
		await new Promise((done) => setTimeout(done, chance.between(0, LONGEST_PAUSE_MS)));
		if (crashesAt.has(number)) await crash();
	}
	if (crashed === 0 && crashes > 0) await crash();
	return { begun, crashed };
}

function addFault({ simulator }: World, chance: Chance): void {
	const provider: ProviderName = chance.oneOf(PROVIDER_NAMES);
	// An account that is refused, or out of money, ends every execution: nothing would be left to see.
	const fault = chance.oneOf(
		FAULT_NAMES.filter((name) => !['response', 'status401', 'quota'].includes(name)),
	);
	simulator.faults.add({ provider, on: chance.oneOf(POINTS), fault, times: chance.between(1, 3) });
}

async function someExecution({ n8n, makers }: World, statuses: readonly string[], chance: Chance) {
	const listed = await n8n.api.executions(chance.oneOf(makers));
	const fitting = listed.filter(({ status }) => statuses.includes(status));
	return fitting.length === 0 ? null : chance.oneOf(fitting).id;
}

async function stopOne(world: World, chance: Chance): Promise<void> {
	const id = await someExecution(world, ['running', 'waiting'], chance);
	// It may have ended meanwhile.
	if (id !== null) await world.n8n.api.stop(id).catch(() => {});
}

export const RETRIABLE = ['error', 'crashed', 'canceled'];

async function retryOne(world: World, chance: Chance): Promise<void> {
	const id = await someExecution(world, RETRIABLE, chance);
	// n8n refuses to retry what has not got as far as a node.
	if (id !== null) await world.n8n.api.retry(id).catch(() => {});
}

/** No more faults: waits until every execution has ended, and every task. */
export async function calm(world: World): Promise<void> {
	const { simulator, n8n, makers } = world;
	simulator.faults.clear();
	const endsAt = Date.now() + CALM_TIMEOUT_MS;
	for (;;) {
		const listed = await Promise.all(makers.map(async (id) => await n8n.api.executions(id)));
		const open = listed.flat().filter(({ status }) => OPEN.includes(status));
		if (open.length === 0) break;
		if (Date.now() > endsAt) {
			const ids = open.map(({ id, status }) => `${id} (${status})`).join(', ');
			throw new Error(`Executions that do not end: ${ids}`);
		}
		await new Promise((done) => setTimeout(done, 1_000));
	}
	await new Promise((done) => setTimeout(done, WATCHERS_TAKE_MS));
}

const OPEN = ['new', 'running', 'waiting'];
/** Far more than any machine takes: a slow one must not look like executions that hang. */
const CALM_TIMEOUT_MS = 900_000;
/** Two polls of Sora Trigger. */
const WATCHERS_TAKE_MS = 45_000;
