/** What it costs to make a large photograph fit a frame: time, and memory at its highest. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeJpeg } from '../../nodes/Sora/media/resize/jpeg/encode';
import { median, type Bench } from '../figure';
import { CHECKOUT } from '../../support/n8n/install';

const IMAGE = { width: 4000, height: 3000 };
const FRAME = { width: 1280, height: 720 };
const RUNS = 5;
const LIMIT_MS = 2000;
const LIMIT_MB = 350;
const FITTER = join(CHECKOUT, 'nodes/Sora/media/resize/fit.ts');

/** Areas, edges and grain, as a photograph has them. The same each time. */
function photograph(): Uint8Array {
	const { width, height } = IMAGE;
	const channels = Array.from({ length: 3 }, () => new Uint8ClampedArray(width * height));
	let random = 1;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
			const grain = (random >>> 24) / 10;
			const edge = (Math.floor(x / 61) + Math.floor(y / 47)) % 3 === 0 ? 40 : 0;
			const at = y * width + x;
			channels[0][at] = 90 + 80 * Math.sin(x / 331) + edge + grain;
			channels[1][at] = 100 + 70 * Math.sin(y / 277) + edge + grain;
			channels[2][at] = 110 + 60 * Math.sin((x + y) / 409) + grain;
		}
	}
	const [red, green, blue] = channels;
	return encodeJpeg({ ...IMAGE, red, green, blue, alpha: null }, 92);
}

/** Runs in a process of its own: memory that was needed before would hide what is needed now. */
const MEASURE = `
	const { readFileSync } = require('node:fs');
	const { fitImage } = require(${JSON.stringify(FITTER)});
	const bytes = new Uint8Array(readFileSync(process.argv[1]));
	(async () => {
		global.gc();
		const before = process.memoryUsage().rss;
		const ms = [];
		for (let run = 0; run < ${RUNS}; run++) {
			const startedAt = performance.now();
			const fitted = await fitImage(bytes, ${JSON.stringify(FRAME)}, 'crop');
			ms.push(performance.now() - startedAt);
			if (!fitted.ok || fitted.changed === null) throw new Error('The picture was not fitted');
		}
		const grownBytes = process.resourceUsage().maxRSS * 1024 - before;
		process.stdout.write(JSON.stringify({ ms, grownBytes }));
	})();`;

interface Measured {
	/** Of each run. */
	ms: number[];
	/** Peak resident memory over all runs, less what the process had before. */
	grownBytes: number;
}

/** @throws Error where the picture cannot be fitted */
export function benchFit(): Measured {
	const folder = mkdtempSync(join(tmpdir(), 'fit-'));
	try {
		const file = join(folder, 'photograph.jpg');
		writeFileSync(file, photograph());
		const args = ['--expose-gc', '--import', 'tsx', '-e', MEASURE, file];
		const child = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: CHECKOUT });
		if (child.status !== 0) throw new Error(`The picture could not be fitted: ${child.stderr}`);
		return JSON.parse(child.stdout) as Measured;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export const figures: Bench = async () => {
	const { ms, grownBytes } = benchFit();
	const what = `fit a ${IMAGE.width}x${IMAGE.height} JPEG to ${FRAME.width}x${FRAME.height}`;
	return [
		{ figure: `${what} (median of ${RUNS})`, limit: LIMIT_MS, measured: median(ms), unit: 'ms' },
		{ figure: `${what}: memory`, limit: LIMIT_MB, measured: grownBytes / 1e6, unit: 'MB' },
	];
};
