/**
 * `npm run bench`: runs every bench in `scripts/bench/`, or those named, and prints what they
 * measured. Ends badly when a limit is not kept.
 */

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { holds, type Bench, type Figure } from './figure';

const FOLDER = join(__dirname, 'bench');

const rounded = (value: number) => (Math.abs(value) < 100 ? value.toFixed(1) : value.toFixed(0));

/** Columns as wide as their widest cell. */
function table(rows: readonly string[][]): string {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function rowOf(figure: Figure): string[] {
	const { figure: name, limit, measured, unit } = figure;
	return [
		name,
		limit === null ? '' : `≤ ${limit} ${unit}`,
		`${rounded(measured)} ${unit}`,
		holds(figure) ? 'ok' : 'TOO MUCH',
	];
}

async function main(): Promise<boolean> {
	const asked = process.argv.slice(2);
	const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).sort();
	const names = files.map((file) => basename(file, '.ts'));
	const unknown = asked.filter((name) => !names.includes(name));
	if (unknown.length > 0) {
		throw new Error(`No bench ${unknown.join(', ')}. There are: ${names.join(', ')}`);
	}

	const figures: Figure[] = [];
	for (const name of asked.length > 0 ? asked : names) {
		console.log(`… ${name}`);
		const { figures: measure } = (await import(join(FOLDER, `${name}.ts`))) as { figures: Bench };
		figures.push(...(await measure()));
	}
	console.log(`\n${table([['figure', 'limit', 'measured', ''], ...figures.map(rowOf)])}`);
	return figures.every(holds);
}

main().then(
	(ok) => process.exit(ok ? 0 : 1),
	(error: Error) => {
		console.error(`✗ ${error.message}`);
		process.exit(1);
	},
);
