/** A real n8n server with the packed nodes installed, as a person would have it. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { N8nApi } from './api';
import { until } from './until';
import { CHECKOUT, ensureN8n, type N8nInstallation } from './install';
import { freePort } from './ports';
import { filesFolder, runN8n, type N8nProcess } from './process';

/** Where `scripts/run.mjs` puts what npm would publish. */
export const PACKED_TARBALL = join(CHECKOUT, '.cache/package/n8n-nodes-sora.tgz');
const PACKAGE_NAME = 'n8n-nodes-sora';
const START_TIMEOUT_MS = 180_000;

export interface N8nOptions {
	/** n8n's own folder, `.n8n`, is made in here. Start again with the same one to find everything as it was. */
	userFolder: string;
	/** Default: any free one. */
	port?: number;
	/** The package to install. Default: the one that was packed last. null: `packageFolder` has it already. */
	tarball?: string | null;
	/** Who takes the production webhooks, without a trailing slash. Default: this server. */
	webhookUrl?: string;
	/** Settings for n8n beyond ours. */
	env?: Readonly<Record<string, string>>;
}

export interface N8nServer {
	/** Without a trailing slash. */
	readonly url: string;
	readonly port: number;
	readonly userFolder: string;
	/** Signed in as the owner. */
	readonly api: N8nApi;
	readonly installation: N8nInstallation;
	/** The names that n8n knows our nodes by: `n8n-nodes-sora.soraTextToVideo`, … */
	readonly nodeTypes: readonly string[];
	pid(): number;
	/** Ends n8n as a service manager would. */
	stop(): Promise<void>;
	/** Ends n8n as a crash would. */
	kill(): Promise<void>;
	/** Starts n8n again after `stop` or `kill`: same port, same folder. */
	start(): Promise<void>;
	lastLines(): string;
}

/** Where n8n's own installer puts the package. */
export function packageFolder(userFolder: string): string {
	return join(userFolder, '.n8n/nodes/node_modules', PACKAGE_NAME);
}

/**
 * Puts the package where n8n's own installer would. Nothing else is installed: what the package
 * needs must be in it.
 */
export async function installNodes(userFolder: string, tarball = PACKED_TARBALL): Promise<void> {
	if (!existsSync(tarball)) throw new Error(`${tarball} is missing: run "npm run build" first`);
	const folder = packageFolder(userFolder);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const args = ['-xzf', relative(folder, tarball), '--strip-components=1'];
	const { status, stderr } = spawnSync('tar', args, { cwd: folder, encoding: 'utf8' });
	if (status !== 0) throw new Error(`tar cannot unpack ${tarball}: ${stderr}`);
}

/** The names that n8n knows our nodes by, from the manifest that was installed. */
async function nodeTypesIn(userFolder: string): Promise<string[]> {
	const folder = packageFolder(userFolder);
	const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	return await Promise.all(
		manifest.n8n.nodes.map(async (file) => {
			const codex = join(folder, file.replace(/\.js$/, '.json'));
			return (JSON.parse(await readFile(codex, 'utf8')) as { node: string }).node;
		}),
	);
}

/**
 * Starts n8n and waits until the owner is signed in and every node of the package is there.
 * @throws Error with n8n's last lines when it does not get that far
 */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	const { userFolder, tarball, env = {} } = options;
	const installation = await ensureN8n();
	await mkdir(filesFolder(userFolder), { recursive: true });
	if (tarball !== null) await installNodes(userFolder, tarball);
	const nodeTypes = await nodeTypesIn(userFolder);

	const port = options.port ?? (await freePort());
	const brokerPort = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const api = new N8nApi(url, options.webhookUrl);
	let current: N8nProcess;

	const isReady = async () => {
		const ended = current.ended();
		if (ended !== null) throw new Error(`n8n ended with ${ended}`);
		const health = await fetch(`${url}/healthz/readiness`).catch(() => null);
		if (!health?.ok) return false;
		// The port answers a little before everything behind it does.
		const settings = await fetch(`${url}/rest/settings`).catch(() => null);
		return settings?.ok ?? false;
	};

	const start = async () => {
		current = runN8n(installation, ['start'], {
			userFolder,
			env: {
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_PORT: String(port),
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				...env,
			},
		});
		try {
			await until('n8n to start', isReady, START_TIMEOUT_MS);
			await api.signIn();
			for (const type of nodeTypes) {
				await until(`n8n to load ${type}`, () => api.nodeDescription(type), 15_000);
			}
		} catch (error) {
			await current.kill();
			const { message } = error as Error;
			throw new Error(`${message}\nn8n's last lines:\n${current.lastLines()}`);
		}
	};

	await start();
	return {
		url,
		port,
		userFolder,
		api,
		installation,
		nodeTypes,
		pid: () => current.pid,
		stop: () => current.stop(),
		kill: () => current.kill(),
		start,
		lastLines: () => current.lastLines(),
	};
}
