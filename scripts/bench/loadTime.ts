/** What n8n's start pays for us: the time to load all node and credential files, n8n-workflow aside. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, type Bench } from '../figure';
import { CHECKOUT } from '../../support/n8n/install';

const RUNS = 10;
const LIMIT_MS = 20;

/** A fresh process each time: nothing is loaded twice, and nothing is in memory yet. */
function loadOnceMs(files: readonly string[]): number {
	const script = `
		require('n8n-workflow');
		const startedAt = performance.now();
		for (const file of ${JSON.stringify(files)}) require(file);
		process.stdout.write(String(performance.now() - startedAt));`;
	const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
		cwd: CHECKOUT,
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`The built nodes do not load: ${stderr}`);
	return Number(stdout);
}

export const figures: Bench = async () => {
	const manifest = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const { nodes, credentials } = manifest.n8n;
	const files = [...nodes, ...credentials].map((file) => join(CHECKOUT, file));
	const measured = median(Array.from({ length: RUNS }, () => loadOnceMs(files)));
	return [
		{
			figure: `load ${nodes.length} nodes and ${credentials.length} credentials (median of ${RUNS})`,
			limit: LIMIT_MS,
			measured,
			unit: 'ms',
		},
	];
};
