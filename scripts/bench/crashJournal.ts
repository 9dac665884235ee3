/**
 * What the crash journal costs, with n8n's own database and with PostgreSQL: a thousand items
 * submitted in a real n8n, with more and more words of stopped executions on record, then stopped and
 * retried, while somebody asks whether n8n is still there. Writes what it has measured to
 * docs/performance.md.
 */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOfCopies } from '../../nodes/Sora/transport/ledger/copies';
import { startPostgres } from '../../support/n8n/postgres';
import { startN8n } from '../../support/n8n/server';
import { until } from '../../support/n8n/until';
import { startSimulator } from '../../support/simulator';
import type { Bench, Figure } from '../figure';
import { CREDENTIAL } from './n8n/bed';
import { Gate } from './n8n/gate';
import { watchHealth } from './n8n/health';
import { publish, stopped, TIMEOUT_MS, type GatedBed, type Stopped } from './n8n/stoppedRuns';
import { writeTable } from './report/measuredTable';

const ITEMS = 1_000;
/** What n8n loads and makes once is there before it is measured. */
const WARM_UP_ITEMS = 200;

/** Executions that were stopped and never retried, before the one that is measured. */
interface LeftBehind {
	runs: number;
	itemsPerRun: number;
}

/** About no words, a thousand, and fifty thousand. */
const SERIES: readonly LeftBehind[] = [
	{ runs: 0, itemsPerRun: 0 },
	{ runs: 1, itemsPerRun: 6 },
	{ runs: 10, itemsPerRun: 28 },
];

const LIMITS = { healthMs: 300, pickUpSeconds: 10, submitMs: 10 } as const;

/** Words that stand on record for tasks, as the journal writes them. */
function wordsFor(taskIds: readonly string[]): number {
	const at = Math.floor(Date.now() / 1000);
	const records = taskIds.map((taskId) =>
		wordsOfCopies('item', { state: 'whole', at, parts: [taskId, '', ''] }),
	);
	return records.flat().length;
}

interface Step extends Stopped {
	words: number;
	runs: number;
}

async function step(bed: GatedBed, { runs, itemsPerRun }: LeftBehind): Promise<Step> {
	const workflow = await publish(bed, `bench-${runs}-${itemsPerRun}`);
	const taskIds: string[] = [];
	for (let run = 0; run < runs; run++) {
		taskIds.push(...(await stopped(bed, workflow, itemsPerRun)).taskIds);
	}
	const measured = await stopped(bed, workflow, ITEMS);
	return { ...measured, words: wordsFor(taskIds), runs };
}

async function pickedUp({ n8n, simulator, gate }: GatedBed, executionId: string) {
	const billed = simulator.bills.length;
	gate.isOpen = true;
	const calls = gate.calls;
	const start = Date.now();
	const retryId = await n8n.api.retry(executionId);
	await until('the gate', async () => await Promise.resolve(gate.calls > calls), TIMEOUT_MS, 20);
	const seconds = (Date.now() - start) / 1000;
	await n8n.api.ended(retryId);
	return { seconds, paidTwice: simulator.bills.length - billed };
}

const counted = (value: number) => value.toLocaleString('en-US');

interface Measured {
	database: string;
	steps: Step[];
	pickUpSeconds: number;
	paidTwice: number;
	/** In milliseconds, the quickest first. */
	healthMs: number[];
}

async function measure(bed: GatedBed, database: string): Promise<Measured> {
	await stopped(bed, await publish(bed, 'bench-warm-up'), WARM_UP_ITEMS);
	const healthOver = watchHealth(bed.n8n.url);
	const steps: Step[] = [];
	for (const leftBehind of SERIES) steps.push(await step(bed, leftBehind));
	const { seconds, paidTwice } = await pickedUp(bed, steps[steps.length - 1].executionId);
	return { database, steps, pickUpSeconds: seconds, paidTwice, healthMs: await healthOver() };
}

async function measureOn(
	database: string,
	env: Readonly<Record<string, string>>,
): Promise<Measured> {
	const simulator = await startSimulator({ renderMs: 1_000 });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-bench-'));
	const n8n = await startN8n({ userFolder, env });
	const gate = new Gate();
	try {
		await gate.listen();
		await n8n.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
			apiKey: simulator.key('waveSpeed'),
			baseUrl: simulator.baseUrl('waveSpeed'),
		});
		return await measure({ n8n, simulator, gate }, database);
	} finally {
		gate.close();
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function measureOnPostgres(): Promise<Measured> {
	const postgres = await startPostgres();
	try {
		return await measureOn('PostgreSQL without fsync', postgres.env);
	} finally {
		await postgres.end();
	}
}

async function report(measured: readonly Measured[]): Promise<void> {
	const [{ steps }] = measured;
	await writeTable({
		document: 'docs/performance.md',
		bench: 'crashJournal',
		subject: `${counted(ITEMS)} items in _Submit Only_, Max Concurrent 20.`,
		head: [
			'Words on record',
			'Left by',
			...measured.flatMap(({ database }) => [
				`A submit, all in all: ${database}`,
				'Until the first submit',
			]),
		],
		rows: steps.map(({ words, runs }, index) => [
			counted(words),
			runs === 1 ? '1 stopped run' : `${runs} stopped runs`,
			...measured.flatMap((one) => [
				`${one.steps[index].msPerItem.toFixed(1)} ms`,
				`${one.steps[index].firstSubmitSeconds.toFixed(1)} s`,
			]),
		]),
	});
}

function figuresOf({ database, steps, pickUpSeconds, paidTwice, healthMs }: Measured): Figure[] {
	const [p99, worst] = [healthMs[Math.floor(healthMs.length * 0.99)], healthMs.at(-1) ?? NaN];
	const figure = (name: string, limit: number | null, measured: number, unit: string): Figure => ({
		figure: `${ITEMS} items, ${database}: ${name}`,
		limit,
		measured,
		unit,
	});
	return [
		...steps.flatMap(({ words, msPerItem, firstSubmitSeconds }) => [
			figure(`a submit, ${counted(words)} words on record`, LIMITS.submitMs, msPerItem, 'ms'),
			figure('… until the first one', null, firstSubmitSeconds, 's'),
		]),
		figure('paid twice after Stop and Retry', 0, paidTwice, 'tasks'),
		figure('picked up by the retry', LIMITS.pickUpSeconds, pickUpSeconds, 's'),
		figure('/healthz, 99 of 100', LIMITS.healthMs, p99, 'ms'),
		figure('/healthz, the slowest', null, worst, 'ms'),
	];
}

export const figures: Bench = async () => {
	const measured = [await measureOn('SQLite', {}), await measureOnPostgres()];
	await report(measured);
	return measured.flatMap(figuresOf);
};
