/**
 * What it costs to make a large photograph fit: processor time, memory at its highest, and how long
 * n8n answers nobody while many of them come at once.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Bench, type Figure } from '../figure';
import { encodeJpeg, encodePng } from '../../support/codecs';
import { CHECKOUT } from '../../support/n8n/install';
import type { Raster } from '../../nodes/Sora/media/resize/raster';

const IMAGE = { width: 4000, height: 3000 };
const RUNS = 5;
const MANY = 50;
const LIMIT_MS = 1500;
const LIMIT_MB = 120;
const LIMIT_DELAY_MS = 700;
const FITTER = join(CHECKOUT, 'nodes/Sora/media/resize/fit.ts');

/** What is made of the photograph, and what it may cost. */
const CASES = [
	{ what: 'crop a JPEG to 9:16', file: 'photograph.jpg', target: { ratio: '9:16' }, mode: 'crop' },
	{
		what: 'crop a JPEG to 1280x720',
		file: 'photograph.jpg',
		target: { frame: { width: 1280, height: 720 } },
		mode: 'crop',
	},
	{
		what: 'pad a JPEG to 9:16',
		file: 'photograph.jpg',
		target: { ratio: '9:16' },
		mode: 'pad',
		ms: 1500,
	},
	{
		what: 'crop a PNG to 9:16',
		file: 'photograph.png',
		target: { ratio: '9:16' },
		mode: 'crop',
		ms: 3000,
		mb: 175,
	},
] as const;

/** Areas, edges and grain, as a photograph has them. The same each time. */
function photograph(): Raster {
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
	return { ...IMAGE, red, green, blue, alpha: null };
}

interface Task {
	file: string;
	target: object;
	mode: string;
	/** How many times, one after the other. */
	runs: number;
}

/** Runs in a process of its own: memory that was needed before would hide what is needed now. */
const MEASURE = `
	const { readFileSync } = require('node:fs');
	const { monitorEventLoopDelay } = require('node:perf_hooks');
	const { sleep } = require('n8n-workflow');
	const { fitImage } = require(${JSON.stringify(FITTER)});
	const { file, target, mode, runs } = JSON.parse(process.argv[1]);
	const bytes = new Uint8Array(readFileSync(file));
	const delay = monitorEventLoopDelay({ resolution: 5 });
	(async () => {
		await sleep(100);
		global.gc();
		const before = process.memoryUsage().rss;
		const ms = [];
		delay.enable();
		for (let run = 0; run < runs; run++) {
			const since = process.cpuUsage();
			const fitted = await fitImage(bytes, target, mode, async () => await sleep(0));
			const { user, system } = process.cpuUsage(since);
			ms.push((user + system) / 1000);
			if (!fitted.ok || fitted.changed === null) throw new Error('The picture was not fitted');
		}
		await sleep(20);
		delay.disable();
		const grownBytes = process.resourceUsage().maxRSS * 1024 - before;
		process.stdout.write(JSON.stringify({ ms, grownBytes, delayMs: delay.max / 1e6 }));
	})();`;

interface Measured {
	/** Processor time of each run. */
	ms: number[];
	/** Peak resident memory over all runs, less what the process had before. */
	grownBytes: number;
	/** The longest that the event loop was kept from anything else. */
	delayMs: number;
}

/** @throws Error where the picture cannot be fitted */
function measure(task: Task): Measured {
	const args = ['--expose-gc', '--import', 'tsx', '-e', MEASURE, JSON.stringify(task)];
	const child = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: CHECKOUT });
	if (child.status !== 0) throw new Error(`The picture could not be fitted: ${child.stderr}`);
	return JSON.parse(child.stdout) as Measured;
}

export const figures: Bench = async () => {
	const folder = mkdtempSync(join(tmpdir(), 'fit-'));
	try {
		const raster = photograph();
		writeFileSync(join(folder, 'photograph.jpg'), encodeJpeg(raster, 92));
		writeFileSync(join(folder, 'photograph.png'), await encodePng(raster));
		const each = CASES.flatMap(({ what, file, target, mode, ...own }): Figure[] => {
			const { ms, grownBytes } = measure({ file: join(folder, file), target, mode, runs: RUNS });
			const { ms: limitMs = LIMIT_MS, mb = LIMIT_MB } = own as { ms?: number; mb?: number };
			const name = `${what}, 12 megapixels`;
			return [
				{ figure: `${name}: processor time`, limit: limitMs, measured: median(ms), unit: 'ms' },
				{ figure: `${name}: memory`, limit: mb, measured: grownBytes / 1e6, unit: 'MB' },
			];
		});
		const [{ file, target, mode }] = CASES;
		const { delayMs } = measure({ file: join(folder, file), target, mode, runs: MANY });
		const name = `${MANY} JPEGs of 12 megapixels to 9:16: longest event-loop delay`;
		return [...each, { figure: name, limit: LIMIT_DELAY_MS, measured: delayMs, unit: 'ms' }];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
