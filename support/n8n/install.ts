/**
 * A complete n8n of its own, in `.cache/n8n`: nothing of it is ever a dependency of the published
 * package. n8n 2.36 and later need Node 24; where another one runs us, Node 24 comes as a package
 * from the same registry. `E2E_N8N=1.122.4` chooses the oldest n8n that is supported, which has a folder
 * of its own.
 */

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { withProgress } from './progress';

export const CHECKOUT = resolve(__dirname, '../..');
/** Other versions of n8n than the newest one, which has no number in its folder's name. */
const VERSION = process.env.E2E_N8N ?? '';
const NAME = VERSION === '' ? 'n8n' : `n8n-${VERSION}`;
const MANIFEST_FOLDER = join(CHECKOUT, 'demo', NAME);
const FOLDER = join(CHECKOUT, '.cache', NAME);
const LOG_FILE = join(FOLDER, 'install.log');
/** Written last. What it says was asked for is what is there. */
const STAMP_FILE = join(FOLDER, 'installed.json');

const NODE_MAJOR = 24;
/** Native parts that have to fit the Node that loads them. n8n 1 has only the first. */
const NATIVE_PACKAGES = ['sqlite3', 'isolated-vm'];
const LOG_LINES_SHOWN = 30;

export interface N8nInstallation {
	/** Where its `node_modules` is. */
	folder: string;
	/** The Node that runs it. */
	node: string;
	/** n8n's command, a JavaScript file. */
	command: string;
	/** Its modules that are of no use here, separated by commas; it refuses names that it does not know. */
	idleModules: string;
}

interface Manifest {
	dependencies: Record<string, string>;
}

/** The npm package with Node's executable for this system; null where the Node that runs us will do. */
function nodePackage(): string | null {
	if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) return null;
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${platform}-${process.arch}`;
}

function installation(): N8nInstallation {
	const fromRegistry = nodePackage();
	const executable = process.platform === 'win32' ? 'node.exe' : 'node';
	return {
		folder: FOLDER,
		node: fromRegistry
			? join(FOLDER, 'node_modules', fromRegistry, 'bin', executable)
			: process.execPath,
		command: join(FOLDER, 'node_modules/n8n/bin/n8n'),
		// The registry of MCP servers is fetched at every start.
		idleModules: `mcp,chat-hub,insights${VERSION === '' ? ',mcp-registry,instance-ai,agents' : ''}`,
	};
}

async function wantedManifest(): Promise<Manifest> {
	const file = join(MANIFEST_FOLDER, 'package.json');
	if (!existsSync(file))
		throw new Error(`There is no demo/${NAME}: n8n ${VERSION} isn't known here`);
	const text = await readFile(file, 'utf8');
	const manifest = JSON.parse(text) as Manifest;
	const fromRegistry = nodePackage();
	if (fromRegistry) manifest.dependencies[fromRegistry] = `^${NODE_MAJOR}`;
	return manifest;
}

async function isInstalled(manifest: Manifest): Promise<boolean> {
	const { node, command } = installation();
	if (!existsSync(STAMP_FILE) || !existsSync(node) || !existsSync(command)) return false;
	return isDeepStrictEqual(JSON.parse(await readFile(STAMP_FILE, 'utf8')), manifest);
}

/**
 * What npm is at, from its log of HTTP calls: first it reads about packages, then it fetches them.
 * `npm http fetch GET 200 https://host/name/-/name-1.0.0.tgz 12ms` is the second kind.
 */
function progressReader(): (line: string) => string | null {
	let fetched = 0;
	return (line) => {
		const [, path] = /npm http fetch GET 200 https?:\/\/[^/]+\/(\S+)/.exec(line) ?? [];
		if (path === undefined) return null;
		const [, tarball] = /\/-\/([^/]+)\.tgz$/.exec(path) ?? [];
		return tarball
			? `${++fetched} packages fetched, ${tarball}`
			: `reads about ${path.replace(/%2f/i, '/')}`;
	};
}

/** @throws Error with the last lines of the log when npm fails */
async function npm(
	args: readonly string[],
	env: NodeJS.ProcessEnv,
	onLine: (line: string) => void,
): Promise<void> {
	const npmCli = process.env.npm_execpath;
	const [program, first] = npmCli?.endsWith('.js')
		? [process.execPath, [npmCli]]
		: [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
	const child = spawn(program, [...first, ...args], {
		cwd: FOLDER,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: program.endsWith('.cmd'),
	});
	const log = createWriteStream(LOG_FILE, { flags: 'a' });
	const lastLines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			log.write(`${line}\n`);
			onLine(line);
			if (line.includes('npm http')) return;
			lastLines.push(line);
			if (lastLines.length > LOG_LINES_SHOWN) lastLines.shift();
		});
	}
	const code = await new Promise<number | null>((done, failed) => {
		child.on('error', failed);
		child.on('close', done);
	});
	log.end();
	if (code === 0) return;
	throw new Error(
		`npm ${args[0]} ended with ${code}. The whole log is in ${LOG_FILE}; it ends:\n${lastLines.join('\n')}`,
	);
}

async function install(manifest: Manifest): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	await rm(STAMP_FILE, { force: true });
	await writeFile(join(FOLDER, 'package.json'), JSON.stringify(manifest, null, '\t'));
	await copyFile(join(MANIFEST_FOLDER, 'package-lock.json'), join(FOLDER, 'package-lock.json'));

	const read = progressReader();
	await withProgress(`Install n8n into .cache/${NAME}, once (about 5 minutes, 3 GB)`, (say) =>
		npm(
			['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
			process.env,
			(line) => {
				const word = read(line);
				if (word) say(word);
			},
		),
	);

	const { node } = installation();
	const env: NodeJS.ProcessEnv = { ...process.env };
	const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	env[pathKey] = `${dirname(node)}${delimiter}${env[pathKey] ?? ''}`;
	// The package brings Node's headers along, so that a compiler needs nothing else from anywhere.
	const fromRegistry = nodePackage();
	if (fromRegistry) env.npm_config_nodedir = join(FOLDER, 'node_modules', fromRegistry);
	await withProgress(`Build ${NATIVE_PACKAGES.join(' and ')} for Node ${NODE_MAJOR}`, () =>
		npm(['rebuild', '--ignore-scripts=false', ...NATIVE_PACKAGES], env, () => undefined),
	);
	await writeFile(STAMP_FILE, JSON.stringify(manifest));
}

/**
 * Installs n8n where it is not there yet, or another one is asked for now. Takes minutes the first
 * time, milliseconds after that.
 * @throws Error when npm fails, with the end of its log
 */
export async function ensureN8n(): Promise<N8nInstallation> {
	const manifest = await wantedManifest();
	if (!(await isInstalled(manifest))) await install(manifest);
	return installation();
}

if (require.main === module) {
	ensureN8n().then(
		({ folder }) => console.log(`n8n is ready in ${folder}`),
		(error: Error) => {
			console.error(error.message);
			process.exitCode = 1;
		},
	);
}
