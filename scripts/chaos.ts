/**
 * `npm run chaos -- [--seed <number>] [--executions <number>] [--crashes <number>] [--minutes <number>]`:
 * a real n8n, the simulated providers, and everything that can go wrong, drawn from the seed. After
 * these minutes no execution begins any more. Ends badly when a video was paid for twice, a paid one
 * is named nowhere, an event came twice, or a key got out.
 */

import { parseArgs } from 'node:util';
import { chanceOf } from './chaos/random';
import { calm, rage } from './chaos/storm';
import { judge, type Verdict } from './chaos/verdict';
import { createWorld } from './chaos/world';

const { values } = parseArgs({
	options: {
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		executions: { type: 'string', default: '200' },
		crashes: { type: 'string', default: '10' },
		minutes: { type: 'string', default: 'Infinity' },
	},
});

function faultsOf({ paidTwice, lost, emittedTwice, leaks, violations }: Verdict): string[] {
	return [
		...paidTwice.map((what) => `paid twice: ${what}`),
		...lost.map((what) => `paid and named nowhere: ${what}`),
		...emittedTwice.map((what) => `emitted twice: ${what}`),
		...leaks.map((what) => `a key got out: ${what}`),
		...(violations > 0 ? [`${violations} requests with a key that should have had none`] : []),
	];
}

async function main(): Promise<boolean> {
	const seed = Number(values.seed);
	const storm = {
		executions: Number(values.executions),
		crashes: Number(values.crashes),
		longestMs: Number(values.minutes) * 60_000,
	};
	console.log(`Seed ${seed}: ${storm.executions} executions, ${storm.crashes} crashes`);
	const world = await createWorld();
	try {
		const { begun, crashed } = await rage(world, storm, chanceOf(seed));
		console.log(`${begun.length} executions begun, ${crashed} crashes`);
		await calm(world);
		const verdict = await judge(world, begun);
		const faults = faultsOf(verdict);
		console.log(
			`${verdict.executions} executions (retries included), ${verdict.bills} bills (${verdict.toldWithoutId} of them told of without an ID, because no answer came), ${faults.length} faults`,
		);
		for (const fault of faults) console.log(`✗ ${fault}`);
		return faults.length === 0;
	} finally {
		await world.close();
	}
}

main().then(
	(ok) => process.exit(ok ? 0 : 1),
	(error: Error) => {
		console.error(`✗ ${error.message}`);
		process.exit(1);
	},
);
