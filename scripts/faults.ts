/**
 * Runs the fault matrix (test/faults) and writes its table into docs/reliability.md:
 * `npm run faults`. With FAULTS_REAL_TIME=1 nothing is shortened.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROVIDER_NAMES, type ProviderName } from '../nodes/Sora/models/model';
import { PROVIDERS } from '../nodes/Sora/providers';
import {
	FAULTS,
	matrix,
	POINTS,
	POINTS_OF_CALLERS,
	TIMES,
	type Cell,
	type Point,
} from '../test/faults/matrix';
import type { Result } from '../test/faults/runCell';

const ROOT = resolve(__dirname, '..');
const RESULTS = join(ROOT, '.cache/faults');
const DOCUMENT = join(ROOT, 'docs/reliability.md');
const START = '<!-- table: start -->';
const END = '<!-- table: end -->';

type Row = Omit<Cell, 'times'> & { times: 1 | 3 | 'ever' } & Result & { lateSeconds: number };

interface Kept {
	tookMs: number;
	rows: Row[];
}

const LETTERS: Readonly<Record<Result['end'], string>> = {
	delivered: 'D',
	refused: 'R',
	taskNamed: 'T',
	perhapsPaid: 'P',
	somethingElse: '**?**',
};

const TITLES: Readonly<Record<Point, string>> = {
	submit: 'Submit',
	status: 'Status calls',
	upload: 'Image upload, first half (or all of it)',
	put: 'Image upload, second half: the bytes to their presigned URL',
	download: 'Download of the video',
	list: 'The list of tasks, after the response to the submit was lost',
	price: 'The price, with a Max Cost below it',
};

function table(point: Point, rows: readonly Row[]): string[] {
	const here = rows.filter((row) => row.point === point && row.retriedBy === 'execution');
	const providers = PROVIDER_NAMES.filter((name) => here.some(({ provider }) => provider === name));
	const cell = (fault: string, provider: ProviderName) =>
		TIMES.map((times) => (times === Infinity ? 'ever' : times))
			.map((times) =>
				here.find((row) => row.fault === fault && row.provider === provider && row.times === times),
			)
			.map((row) => (row ? LETTERS[row.end] : '–'))
			.join(' ');
	return [
		`### ${TITLES[point]}`,
		'',
		`| Fault | ${providers.map((name) => PROVIDERS[name].displayName).join(' | ')} |`,
		`|---|${providers.map(() => '---').join('|')}|`,
		...FAULTS.filter((fault) => here.some((row) => row.fault === fault)).map(
			(fault) => `| ${fault} | ${providers.map((name) => cell(fault, name)).join(' | ')} |`,
		),
		'',
	];
}

/** What came of a cell in the end; of the second call, where there was one. */
function inSubWorkflow(rows: readonly Row[]): string[] {
	const here = rows.filter(({ retriedBy }) => retriedBy === 'caller');
	const cell = (fault: string, provider: ProviderName) =>
		POINTS_OF_CALLERS.map((point) =>
			here.find((row) => row.fault === fault && row.provider === provider && row.point === point),
		)
			.map((row) => (row ? LETTERS[row.retried?.end ?? row.end] : '–'))
			.join(' ');
	return [
		'### In a sub-workflow, called again',
		'',
		`The node is in a sub-workflow, and the fault lasts until the call has failed. Then the same execution calls the sub-workflow again, in a new execution, as Retry On Fail on the calling node does. What that call came to, with the fault at: ${POINTS_OF_CALLERS.join(', ')}.`,
		'',
		`| Fault | ${PROVIDER_NAMES.map((name) => PROVIDERS[name].displayName).join(' | ')} |`,
		`|---|${PROVIDER_NAMES.map(() => '---').join('|')}|`,
		...FAULTS.filter((fault) => here.some((row) => row.fault === fault)).map(
			(fault) => `| ${fault} | ${PROVIDER_NAMES.map((name) => cell(fault, name)).join(' | ')} |`,
		),
		'',
	];
}

function summary(kept: ReadonlyMap<ProviderName, Kept>, seconds: number): string[] {
	const rows = [...kept.values()].flatMap((entry) => entry.rows);
	const count = (of: readonly Row[], end: Result['end']) =>
		of.filter((row) => row.end === end).length;
	const paidTwice = rows.filter(
		({ bills, retried }) => Math.max(bills, retried?.bills ?? 0) > 1,
	).length;
	const aboveCap = rows.filter(
		({ point, bills, retried }) => point === 'price' && Math.max(bills, retried?.bills ?? 0) > 0,
	).length;
	const worst = Math.max(...rows.map(({ lateSeconds }) => lateSeconds));
	// Paid, and in the end neither delivered nor named nor reported as perhaps paid.
	const lost = rows.filter(
		({ bills, end, retried }) =>
			bills > 0 && end !== 'perhapsPaid' && end !== 'delivered' && retried?.end !== 'delivered',
	).length;
	const failed = rows.filter(({ end }) => end !== 'delivered');
	const recovered = failed.filter(({ retried }) => retried?.end === 'delivered').length;
	const open = rows.filter(
		({ bills, end, retried }) =>
			bills > 0 && end === 'perhapsPaid' && retried?.end === 'perhapsPaid',
	);
	const openAt = (name: ProviderName) => open.filter(({ provider }) => provider === name).length;
	const line = (name: string, of: readonly Row[]) =>
		`| ${name} | ${of.length} | ${count(of, 'delivered')} | ${count(of, 'refused')} | ${count(of, 'taskNamed')} | ${count(of, 'perhapsPaid')} | ${count(of, 'somethingElse')} |`;
	const { leftOut } = matrix();
	return [
		`${rows.length} cells in ${Math.round(seconds)} s. Paid twice: **${paidTwice}**. Paid and lost: **${lost}**. Paid above Max Cost: **${aboveCap}**. Longest time beyond the Wait Timeout: ${worst.toFixed(1)} s. Of ${failed.length} items that failed at first, the retry after the fault delivered ${recovered}, with the same one bill.`,
		'',
		`Lost means that a paid video was neither delivered, nor named, nor reported as possibly paid for. In ${open.length} cells the response to a paid submit was lost at a provider whose list, if any, shows no prompts: ${PROVIDER_NAMES.filter(
			(name) => openAt(name) > 0,
		)
			.map((name) => `${openAt(name)} at ${PROVIDERS[name].displayName}`)
			.join(
				', ',
			)}. At WaveSpeedAI the error names the task; at APIYI and OpenRouter it can only say that there may be one.`,
		'',
		'| Provider | Cells | D | R | T | P | Other |',
		'|---|---|---|---|---|---|---|',
		...[...kept].map(([name, entry]) => line(PROVIDERS[name].displayName, entry.rows)),
		line('All', rows),
		'',
		"Left out, because it can't happen:",
		...[...leftOut].map(([reason, cells]) => `- ${reason}: ${cells} cells`),
		'',
	];
}

function main(): number {
	rmSync(RESULTS, { recursive: true, force: true });
	const startedAt = Date.now();
	const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
	const args = [jest, '--maxWorkers=2', '--silent', 'test/faults/'];
	const { status } = spawnSync(process.execPath, args, {
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, FAULTS_RESULTS: RESULTS },
	});
	const seconds = (Date.now() - startedAt) / 1000;
	const kept = new Map(
		PROVIDER_NAMES.map((name) => [
			name,
			JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8')) as Kept,
		]),
	);
	const rows = [...kept.values()].flatMap((entry) => entry.rows);
	const lines = [
		...summary(kept, seconds),
		...POINTS.flatMap((point) => table(point, rows)),
		...inSubWorkflow(rows),
	];
	const document = readFileSync(DOCUMENT, 'utf8');
	const [before] = document.split(START);
	const [, after] = document.split(END);
	writeFileSync(DOCUMENT, `${before}${START}\n\n${lines.join('\n')}\n${END}${after ?? ''}`);
	console.log(`${lines[0]}\nWritten to docs/reliability.md.`);
	return status ?? 1;
}

process.exitCode = main();
