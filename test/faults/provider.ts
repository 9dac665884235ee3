/** The cells of one provider, many at a time, each a test. */

import { SHORTENED } from './shortTimes';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { Limiter } from '../../nodes/Sora/engine/limiter';
import { useFilesystemStore } from '../harness/harness';
import { cellName, matrix, type Cell } from './matrix';
import { expectedAfterRetry, expectedBills, expectedEnd } from './expected';
import { runCell, waitTimeout, type Result } from './runCell';

const CELLS_AT_ONCE = 24;
/** No cell takes longer than its Wait Timeout and this. */
const LATE_SECONDS = 5;
/** What a busy machine may add, which is made longer where the waits are made shorter. */
const COMPUTING_MS = (SHORTENED - 1) * 4_000;

/** Where the results are kept for the table in docs/reliability.md; nowhere when it is not set. */
const RESULTS = process.env.FAULTS_RESULTS;

export function describeProvider(provider: ProviderName): void {
	const cells = matrix().cells.filter((cell) => cell.provider === provider);
	const results = new Map<Cell, Result>();

	describe(`every fault at ${provider}`, () => {
		beforeAll(async () => {
			await useFilesystemStore();
			// Loads what nodes load when they first run, which no cell shall wait for.
			await runCell({ ...cells[0], times: 1 });
			const startedAt = Date.now();
			const desk = new Limiter(CELLS_AT_ONCE);
			await Promise.all(
				cells.map(async (cell) =>
					results.set(cell, await desk.use(async () => await runCell(cell))),
				),
			);
			if (RESULTS) keep(provider, results, Date.now() - startedAt);
		});

		it.each(cells.map((cell) => [cellName(cell), expectedEnd(cell), cell] as const))(
			'%s: %s',
			(_, end, cell) => {
				const result = results.get(cell);
				if (!result) throw new Error('the cell was not run');
				expect(result).toMatchObject({ end, bills: expectedBills(cell), violations: 0 });
				expect(result.complaints).toEqual([]);
				// Nobody waits long for a price: on a busy machine the time for it may be over before.
				if (cell.point !== 'price') expect(result.struck).toBeGreaterThan(0);
				expect(result.tookMs).toBeLessThan(
					(waitTimeout(cell) + LATE_SECONDS) * 1000 + COMPUTING_MS,
				);
				const after = { end: expectedAfterRetry(cell), bills: Math.max(1, result.bills) };
				if (after.end !== 'delivered') after.bills = result.bills;
				expect(result.retried ?? 'no retry').toEqual(
					end === 'delivered' ? 'no retry' : expect.objectContaining(after),
				);
			},
		);

		it('strikes where it is said to, if anybody asks for prices', () => {
			const struck = [...results].filter(([{ point }, { struck: times }]) => {
				return point === 'price' && times > 0;
			});
			const isAsked = cells.some(({ point }) => point === 'price');
			expect(struck.length > 0).toBe(isAsked);
		});
	});
}

function keep(provider: ProviderName, results: Map<Cell, Result>, tookMs: number): void {
	const folder = String(RESULTS);
	mkdirSync(folder, { recursive: true });
	const rows = [...results].map(([cell, result]) => ({
		...cell,
		times: cell.times === Infinity ? 'ever' : cell.times,
		...result,
		lateSeconds: Math.max(0, result.tookMs / 1000 - waitTimeout(cell)),
	}));
	writeFileSync(join(folder, `${provider}.json`), JSON.stringify({ tookMs, rows }));
}
