/** A PostgreSQL of its own: a new cluster in a temporary folder, on loopback, that never outlives us. */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until';
import { freePort } from './ports';
import { guard } from './process';

const HOST = '127.0.0.1';
/** The cluster's first user, and the one of the system whose folder Debian's package makes. */
const USER = 'postgres';
/** Debian keeps the programs of each major version apart, and out of the path. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 60_000;

/** Faster than a disk allows: what is in there is gone after the tests anyway. */
const SETTINGS = [
	'fsync=off',
	'synchronous_commit=off',
	'full_page_writes=off',
	'unix_socket_directories=',
	'dynamic_shared_memory_type=mmap',
].flatMap((setting) => ['-c', setting]);

export interface Postgres {
	/** n8n's settings for it. */
	readonly env: Readonly<Record<string, string>>;
	/** Ends it and removes its folder. */
	end(): Promise<void>;
}

function programsFolder(): string {
	const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
	const newest = versions.sort((one, other) => Number(other) - Number(one));
	const folders = newest.map((version) => join(DEBIAN_FOLDER, version, 'bin'));
	return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? '';
}

/** PostgreSQL refuses to run as root: then it runs as the system's own user for it. */
function account(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const [uid, gid] = ['-u', '-g'].map((which) => {
		const { stdout, status } = spawnSync('id', [which, USER], { encoding: 'utf8' });
		if (status !== 0) throw new Error(`There is no user ${USER}: install PostgreSQL`);
		return Number(stdout);
	});
	return { uid, gid };
}

/** @throws Error with what PostgreSQL says, or when it isn't installed */
export async function startPostgres(): Promise<Postgres> {
	const programs = programsFolder();
	const owner = account();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-postgres-'));
	if (owner) await chown(folder, owner.uid, owner.gid);
	const port = await freePort();
	const options = { cwd: folder, ...owner };

	const made = spawnSync(
		join(programs, 'initdb'),
		['-D', folder, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
		{ ...options, encoding: 'utf8' },
	);
	if (made.error) throw new Error('PostgreSQL is not installed', { cause: made.error });
	if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);

	const child = spawn(
		join(programs, 'postgres'),
		['-D', folder, '-h', HOST, '-p', String(port), ...SETTINGS],
		{ ...options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	let log = '';
	child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
	if (child.pid === undefined) throw new Error('PostgreSQL does not start');
	const watchdog = guard(child.pid);
	watchdog.unref();
	const ended = new Promise<void>((done) => {
		child.once('exit', () => {
			watchdog.kill('SIGKILL');
			done();
		});
	});
	const answers = () => {
		if (child.exitCode !== null) throw new Error(`PostgreSQL: ${log}`);
		const args = ['-h', HOST, '-p', String(port), '-U', USER, '-d', USER];
		return Promise.resolve(spawnSync(join(programs, 'pg_isready'), args).status === 0);
	};
	await until('PostgreSQL to start', answers, START_TIMEOUT_MS);
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: USER,
			DB_POSTGRESDB_USER: USER,
		},
		async end() {
			// Its word for "at once, and take your children along".
			child.kill('SIGQUIT');
			await ended;
			await rm(folder, { recursive: true, force: true });
		},
	};
}
