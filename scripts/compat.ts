/**
 * Runs the tests in n8n's engine (test/actions, test/transport) against other versions of n8n-core and Node.js, and
 * the samples in the oldest n8n, the whole of it:
 *   npm run compat                                   all of them
 *   npm run compat -- --core 1.122.0                 one n8n-core, with the Node that runs us
 *   npm run compat -- --node 22 [test …]             one Node, with the n8n-core of the checkout
 *   npm run compat -- --n8n 1.122.4                  the packed nodes in one n8n (its manifest is in demo/)
 * Each version is installed into a folder of its own in `.cache`.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const CACHE = join(ROOT, '.cache');

/** The oldest that is supported and one in the middle; the newest is what every other test runs on. */
const CORES = ['1.122.0', '2.20.6'];
const NODES = ['20', '22', '24'];
/** The oldest n8n, as people run it. Its engine is older than the oldest n8n-core above. */
const OLDEST_N8N = '1.122.4';

/** Every sample, up to and against the stand-ins of the platforms. */
const END_TO_END_TESTS = ['test/e2e/posting.e2e', 'test/e2e/samples.e2e'];

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

/** The packed nodes in a whole n8n of another version. */
function testEndToEnd(version: string, tests: readonly string[]): boolean {
	const title = `n8n ${version}`;
	console.log(`\n▶ ${title}`);
	const args = [join(ROOT, 'scripts/run.mjs'), 'test:e2e', ...tests];
	const env = { ...process.env, E2E_N8N: version };
	const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });
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
	mustExist([...TESTS, ...END_TO_END_TESTS]);
	const option = (name: string) => {
		const index = args.indexOf(name);
		return index < 0 ? null : (args[index + 1] ?? null);
	};
	const [core, node, n8n] = [option('--core'), option('--node'), option('--n8n')];
	const named = args.filter((arg, index) => !/^--/.test(arg) && !/^--/.test(args[index - 1] ?? ''));
	const testsOr = (usual: readonly string[]) => (named.length > 0 ? named : usual);
	const isAll = core === null && node === null && n8n === null;
	const pairs: Pair[] = isAll
		? [
				...CORES.map((version) => ({ core: version, node: null })),
				...NODES.map((major) => ({ core: null, node: major })),
			]
		: [{ core, node }].filter(() => core !== null || node !== null);
	const whole = isAll ? OLDEST_N8N : n8n;
	const passed = [
		...pairs.map((pair) => test(pair, testsOr(TESTS))),
		...(whole === null ? [] : [testEndToEnd(whole, testsOr(END_TO_END_TESTS))]),
	];
	const count = passed.filter(Boolean).length;
	console.log(`\n${count} of ${passed.length} passed`);
	return count === passed.length ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
