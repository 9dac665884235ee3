/** Tables that a bench writes into a document, with the machine and the date. */

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { CHECKOUT } from '../../../support/n8n/install';

export interface MeasuredTable {
	/** In the checkout. */
	document: string;
	/** Which bench writes it: the document marks the place with it. */
	bench: string;
	/** What was measured, as a sentence. */
	subject: string;
	/** The columns' names. */
	head: readonly string[];
	rows: ReadonlyArray<readonly string[]>;
}

/** Of what else the machine did before the bench began: processes that wanted a core, in the last minute. */
const [LOAD_BEFORE] = loadavg();

/** Where and when: `Measured on 2026-11-28: n8n 2.41.1, 2 cores (…), 24 GB, load before 0.5.` */
function measuredHere(): string {
	const [{ model }] = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	const date = new Date().toISOString().slice(0, 10);
	const manifest = join(CHECKOUT, '.cache/n8n/node_modules/n8n/package.json');
	const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
	return `Measured on ${date}: n8n ${version}, ${cpus().length} cores (${model}), ${memory} GB, load before ${LOAD_BEFORE.toFixed(1)}.`;
}

/** @throws Error where the document has no place for it */
export async function writeTable(table: MeasuredTable): Promise<void> {
	const { bench, subject, head, rows } = table;
	const document = join(CHECKOUT, table.document);
	const [begin, end] = ['begin', 'end'].map((word) => `<!-- npm run bench ${bench}: ${word} -->`);
	const [before, rest] = readFileSync(document, 'utf8').split(begin);
	const after = rest?.split(end)[1];
	if (after === undefined) throw new Error(`${document} has no place for the table of ${bench}`);
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const written = [
		begin,
		`${subject} ${measuredHere()}`,
		[head, head.map(() => '---'), ...rows].map(line).join('\n'),
		end,
	].join('\n\n');
	const options = await resolveConfig(document);
	const text = before + written + after;
	writeFileSync(document, await format(text, { ...options, parser: 'markdown' }));
}
