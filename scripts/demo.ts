/**
 * `npm run demo`: a real n8n with these nodes, the sample workflows and a provider to run them
 * against: an embedded one, or WaveSpeedAI itself when WAVESPEED_API_KEY is set.
 * `-- --once` runs the first sample through n8n, writes its videos to `demo-output/` and ends.
 * `npm run dev` is the same with `--watch`: the nodes are compiled again with every change.
 */

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { INodeExecutionData } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../support/simulator';
import { PROVIDER_NAMES, type ProviderName } from '../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../nodes/Sora/providers/infos';
import { mp4Seconds } from '../support/mp4';
import {
	itemsOf,
	OWNER,
	type ExecutionWithData,
	type N8nApi,
	type WorkflowFile,
} from '../support/n8n/api';
import { CHECKOUT, ensureN8n } from '../support/n8n/install';
import { freePortFrom } from '../support/n8n/ports';
import { withProgress } from '../support/n8n/progress';
import { packageFolder, startN8n, type N8nServer } from '../support/n8n/server';
import { watchBuild } from '../support/n8n/watchedBuild';

const WORKFLOWS_FOLDER = join(CHECKOUT, 'demo/workflows');
const OUTPUT_FOLDER = join(CHECKOUT, 'demo-output');
const DEFAULT_PORT = 5678;
const REAL_TIMEOUT_MS = 20 * 60_000;

/** What `--once` runs. */
const SAMPLE = { workflow: 'Prompts to videos', trigger: 'Start', node: 'Sora Text to Video' };

/** Simulated renders end one after the other, so that there is something to see. */
const simulatedRenderMs = (index: number) => 4_000 + (index % 4) * 1_500;

interface Credential {
	name: string;
	type: string;
	data: { apiKey: string; baseUrl: string };
}

/** The names that the sample workflows ask for. */
function credentialOf(provider: ProviderName): { name: string; type: string } {
	const { displayName, credentialType: type } = PROVIDER_INFOS[provider];
	return { name: `${displayName} (demo)`, type };
}

async function startProvider(): Promise<{ simulator?: Simulator; credentials: Credential[] }> {
	const apiKey = process.env.WAVESPEED_API_KEY?.trim();
	if (apiKey) {
		const data = { apiKey, baseUrl: PROVIDER_INFOS.waveSpeed.defaultBaseUrl };
		return { credentials: [{ ...credentialOf('waveSpeed'), data }] };
	}
	const simulator = await startSimulator({ renderMs: simulatedRenderMs });
	const credentials = PROVIDER_NAMES.map((provider) => ({
		...credentialOf(provider),
		data: { apiKey: simulator.key(provider), ...simulator.baseUrls(provider) },
	}));
	return { simulator, credentials };
}

/** The embedded provider has another port each time, so credentials are written anew. */
async function importCredentials(api: N8nApi, credentials: readonly Credential[]): Promise<void> {
	const ids = await api.credentials();
	for (const { name, type, data } of credentials) {
		const id = ids.get(name);
		if (id) await api.updateCredential(id, name, type, data);
		else await api.createCredential(name, type, data);
	}
}

async function sampleWorkflows(): Promise<WorkflowFile[]> {
	const files = (await readdir(WORKFLOWS_FOLDER)).filter((file) => file.endsWith('.json'));
	return await Promise.all(
		files
			.sort()
			.map(async (file) => JSON.parse(await readFile(join(WORKFLOWS_FOLDER, file), 'utf8'))),
	);
}

/** A sample that is already there stays as its user left it. */
async function importMissingWorkflows(api: N8nApi): Promise<void> {
	const there = await api.workflows();
	for (const workflow of await sampleWorkflows()) {
		if (!there.has(workflow.name)) await api.createWorkflow(workflow);
	}
}

/** One line for each item, and its video as a file. @returns whether there is a video */
async function writeVideo(api: N8nApi, item: INodeExecutionData, index: number): Promise<boolean> {
	const video = item.binary?.data;
	if (!video?.id) {
		console.log(`✗ item ${index}: ${String(item.json.error ?? 'no video')}`);
		return false;
	}
	const bytes = await api.binary(video.id);
	const seconds = mp4Seconds(bytes);
	const file = join(OUTPUT_FOLDER, `${index + 1}-${video.fileName ?? 'video.mp4'}`);
	await writeFile(file, bytes);
	const length = seconds === null ? 'not a whole MP4' : `${seconds.toFixed(1)} s`;
	console.log(
		`${seconds === null ? '✗' : '✓'} ${relative(CHECKOUT, file)}  ${bytes.length} bytes  ${length}`,
	);
	return seconds !== null;
}

function errorOf({ data, status }: ExecutionWithData): string {
	const error = data.resultData.error;
	return [error?.message ?? `it ended with status ${status}`, error?.description]
		.filter(Boolean)
		.join('\n');
}

/** @returns whether every prompt has become a video */
async function runOnce(api: N8nApi): Promise<boolean> {
	const sample = (await sampleWorkflows()).find(({ name }) => name === SAMPLE.workflow);
	if (!sample) throw new Error(`There is no sample workflow "${SAMPLE.workflow}"`);
	const workflowId = await api.createWorkflow(sample);
	const executionId = await api.runManually(workflowId, SAMPLE.trigger);
	const execution = await withProgress(`Run "${SAMPLE.workflow}" in n8n`, () =>
		api.ended(executionId, REAL_TIMEOUT_MS),
	);
	if (execution.status !== 'success') {
		console.error(`✗ The workflow failed: ${errorOf(execution)}`);
		return false;
	}
	await rm(OUTPUT_FOLDER, { recursive: true, force: true });
	await mkdir(OUTPUT_FOLDER, { recursive: true });
	const items = itemsOf(execution, SAMPLE.node);
	const written: boolean[] = [];
	for (const [index, item] of items.entries()) written.push(await writeVideo(api, item, index));
	return written.length > 0 && written.every(Boolean);
}

function printWelcome(n8n: N8nServer, simulator: Simulator | undefined, isWatching: boolean): void {
	console.log(`
n8n is running with these nodes:  ${n8n.url}
  e-mail    ${OWNER.email}
  password  ${OWNER.password}

Open "${SAMPLE.workflow}" and press "Execute workflow".
${
	simulator
		? `Its videos come from an embedded provider at ${simulator.baseUrl('waveSpeed')}: nothing is paid.
Set WAVESPEED_API_KEY to render with WaveSpeedAI itself.`
		: 'Its videos come from WaveSpeedAI itself, and are billed to your key.'
}
${
	isWatching
		? `
Change a file in nodes/ or credentials/, and n8n loads it within seconds.
Start again after a change to package.json or an icon.
`
		: ''
}
Stop with Ctrl+C.`);
}

/** Compiles the nodes into the folder that n8n loads them from, and goes on with every change. */
async function buildAndWatch(userFolder: string): Promise<void> {
	const say = (errors: number) => {
		const how = errors === 0 ? 'compiled' : `compiled with ${errors} type errors`;
		console.log(`${new Date().toLocaleTimeString()}  ${how}; n8n loads the nodes`);
	};
	await withProgress('Compile the nodes', () => watchBuild(packageFolder(userFolder), say));
}

function interrupted(): Promise<void> {
	return new Promise((done) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
	});
}

async function main(): Promise<boolean> {
	const { values } = parseArgs({
		options: {
			once: { type: 'boolean', default: false },
			watch: { type: 'boolean', default: false },
			port: { type: 'string' },
		},
	});
	const { once, watch } = values;
	if (once && watch) throw new Error('--once ends by itself, so it cannot --watch');
	const wanted = Number(values.port ?? DEFAULT_PORT);
	if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_435) {
		throw new Error(`--port takes a number from 1 to 65435, not ${values.port}`);
	}

	await ensureN8n();
	const { simulator, credentials } = await startProvider();
	// A run of its own must not touch the database of a demo that is open.
	const ownRun = once ? 'demo-once' : 'demo';
	const userFolder = join(CHECKOUT, '.cache', watch ? 'dev' : ownRun);
	const port = once ? undefined : await freePortFrom(wanted);
	if (watch) await buildAndWatch(userFolder);
	const nodes = watch ? { tarball: null, env: { N8N_DEV_RELOAD: 'true' } } : {};
	const n8n = await withProgress('Start n8n', () => startN8n({ userFolder, port, ...nodes }));
	try {
		await importCredentials(n8n.api, credentials);
		if (once) return await runOnce(n8n.api);
		await importMissingWorkflows(n8n.api);
		printWelcome(n8n, simulator, watch);
		await interrupted();
		console.log('\nStopping…');
		return true;
	} finally {
		await n8n.stop();
		await simulator?.close();
	}
}

main().then(
	(done) => process.exit(done ? 0 : 1),
	(error: Error) => {
		console.error(`✗ ${error.message}`);
		process.exit(1);
	},
);
