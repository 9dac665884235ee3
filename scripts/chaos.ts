/**
 * `npm run chaos -- [--seed <number>] [--executions <number>] [--crashes <number>] [--minutes <number>]`:
 * a real n8n, the simulated providers, and everything that can go wrong, drawn from the seed. After
 * these minutes no execution begins any more. Ends badly when a video was paid for twice, a paid one
 * is named nowhere, an event came twice, or a key got out.
 */

import { parseArgs } from 'node:util';
import { calm, letWatchersPoll } from './chaos/executions';
import { judge, type Judgement } from './chaos/judge';
import { rage } from './chaos/storm';
import { createWorld } from './chaos/world';

const { values } = parseArgs({
	options: {
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		executions: { type: 'string', default: '200' },
		crashes: { type: 'string', default: '10' },
		minutes: { type: 'string', default: 'Infinity' },
	},
});

function faultsOf(judgement: Judgement): string[] {
	const { paidTwice, lost, aboveMaxCost, emittedTwice, leaks, violations } = judgement;
	return [
		...paidTwice.map((what) => `paid twice: ${what}`),
		...lost.map((what) => `paid and named nowhere: ${what}`),
		...aboveMaxCost.map((what) => `paid in spite of Max Cost: ${what}`),
		...emittedTwice.map((what) => `emitted twice: ${what}`),
		...leaks.map((what) => `a key got out: ${what}`),
		...(violations > 0 ? [`${violations} requests with a key that should have had none`] : []),
	];
}

const startedAt = Date.now();
const say = (what: string) =>
	console.log(`${((Date.now() - startedAt) / 60_000).toFixed(1)} min: ${what}`);

async function main(): Promise<boolean> {
	const seed = Number(values.seed);
	const storm = {
		executions: Number(values.executions),
		crashes: Number(values.crashes),
		longestMs: Number(values.minutes) * 60_000,
	};
	say(`seed ${seed}, ${storm.executions} executions, ${storm.crashes} crashes`);
	const world = await createWorld();
	try {
		say(`n8n has started`);
		const { begun, crashed, faults: met } = await rage(world, storm, seed);
		say(`${begun.length} executions begun, ${crashed} crashes, ${met} requests met a fault`);
		await calm(world);
		say('every execution has ended');
		await letWatchersPoll(world);
		const judgement = await judge(world, begun);
		const faults = faultsOf(judgement);
		say(
			`${judgement.executions} executions (retries and sub-workflows included), ${judgement.bills} bills (${judgement.toldWithoutId} of them told of without an ID, because no answer came), ${faults.length} broken promises`,
		);
		for (const fault of faults) console.log(`✗ ${fault}`);
		if (faults.length > 0) console.log(`What was left behind is in ${judgement.keep()}`);
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
