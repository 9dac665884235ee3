/**
 * Runs the tests in n8n's engine (test/actions, test/transport) against other versions of n8n-core and Node.js, and
 * checks that the oldest n8n knows the nodes of the samples:
 *   npm run compat                                   both, all of them
 *   npm run compat -- --core 1.122.0                 one n8n-core, with the Node that runs us
 *   npm run compat -- --node 22 [test …]             one Node, with the n8n-core of the checkout
 * Each version is installed into a folder of its own in `.cache`.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { samplesImport } from './compat/samples';

const ROOT = resolve(__dirname, '..');
const CACHE = join(ROOT, '.cache');

/** The oldest that is supported and one in the middle; the newest is what every other test runs on. */
const CORES = ['1.122.0', '2.20.6'];
const NODES = ['20', '22', '24'];

/** What is about the nodes and n8n's engine, and not about time. */
const TESTS = [
	'test/actions/generate/everyProvider',
	'test/actions/generate/textToVideo',
	'test/actions/generate/image/',
	'test/actions/generate/clip/',
	'test/actions/generate/lastFrame',
	'test/actions/getResultsEveryProvider',
	'test/actions/generate/errorBranch',
	'test/actions/generate/retries.test',
	'test/transport/ledger/crashJournal',
	'test/transport/downloads',
	'test/transport/secrets',
	'test/actions/generate/stop',
];

/** Packages that must be the ones that n8n-core itself uses: two copies share no state. */
const SHARED = ['n8n-core', 'n8n-workflow', '@n8n/di', 'reflect-metadata'];

function run(program: string, args: readonly string[], cwd: string): void {
	const { status, error } = spawnSync(program, args, { cwd, stdio: 'inherit' });
	if (error) throw error;
	if (status !== 0)
		throw new Error(`${program} ${args.slice(0, 3).join(' ')} … ended with ${status}`);
}

/** Older releases need packages that jest cannot load, or that the registry no longer has. */
const OVERRIDES = { '@langchain/core': '1.2.8' };

/** @returns the folder with the packages in its `node_modules` */
function installed(name: string, dependencies: Record<string, string>): string {
	const folder = join(CACHE, name);
	const stamp = join(folder, 'installed');
	if (existsSync(stamp)) return folder;
	mkdirSync(folder, { recursive: true });
	const manifest = { name, version: '0.0.0', private: true, dependencies, overrides: OVERRIDES };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
	run('npm', ['install', ...flags], folder);
	writeFileSync(stamp, '');
	return folder;
}

function nodeOf(major: string | null): string {
	if (major === null || process.versions.node.startsWith(`${major}.`)) return process.execPath;
	const name = `node-${process.platform}-${process.arch}`;
	return join(installed(`node-${major}`, { [name]: major }), 'node_modules', name, 'bin/node');
}

function moduleFolder(core: string | null): string | null {
	if (core === null) return null;
	const dependencies = { 'n8n-core': core, 'reflect-metadata': '0.2.2', zod: '3.25.67' };
	return join(installed(`n8n-core-${core}`, dependencies), 'node_modules');
}

interface Pair {
	core: string | null;
	node: string | null;
}

function test({ core, node }: Pair, tests: readonly string[]): boolean {
	const folder = moduleFolder(core);
	const mapped = (name: string) => [`^${name}(/.*)?$`, `${folder}/${name}$1`];
	const config = {
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		...(require('../jest.config.js') as object),
		rootDir: ROOT,
		// Those of the tests share the packages of the checkout between suites.
		testEnvironment: 'node',
		runtime: 'jest-runtime',
		...(folder === null ? {} : { moduleNameMapper: Object.fromEntries(SHARED.map(mapped)) }),
	};
	const title = `n8n-core ${core ?? 'of the checkout'}, Node ${node ?? process.versions.node}`;
	console.log(`\n▶ ${title}`);
	const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
	const args = [
		jest,
		'--maxWorkers=2',
		'--forceExit',
		'--config',
		JSON.stringify(config),
		...tests,
	];
	const { status } = spawnSync(nodeOf(node), args, { cwd: ROOT, stdio: 'inherit' });
	console.log(`${status === 0 ? '✓' : '✗'} ${title}`);
	return status === 0;
}

/** A suite that was moved must not be left out in silence. @throws Error that names it */
function mustExist(tests: readonly string[]): void {
	const files = readdirSync(join(ROOT, 'test'), { recursive: true }).map(
		(file) => `test/${String(file).replaceAll('\\', '/')}`,
	);
	const missing = tests.filter((test) => !files.some((file) => file.startsWith(test)));
	if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')}`);
}

function main(args: readonly string[]): number {
	mustExist(TESTS);
	const option = (name: string) => {
		const index = args.indexOf(name);
		return index < 0 ? null : (args[index + 1] ?? null);
	};
	const [core, node] = [option('--core'), option('--node')];
	const tests = args.filter((arg, index) => !/^--/.test(arg) && !/^--/.test(args[index - 1] ?? ''));
	const pairs: Pair[] =
		core !== null || node !== null
			? [{ core, node }]
			: [
					...CORES.map((version) => ({ core: version, node: null })),
					...NODES.map((major) => ({ core: null, node: major })),
				];
	const areSamplesKnown = pairs
		.flatMap(({ core: version }) => version ?? [])
		.map((version) => samplesImport(version, ROOT))
		.every(Boolean);
	const passed = pairs.filter((pair) => test(pair, tests.length > 0 ? tests : TESTS));
	console.log(`\n${passed.length} of ${pairs.length} passed`);
	return areSamplesKnown && passed.length === pairs.length ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
