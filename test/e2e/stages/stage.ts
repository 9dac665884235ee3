/** What every end-to-end suite plays on: the simulated providers, and a real n8n with the packed nodes. */

import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import type { WorkflowFile } from '../../../support/n8n/api';
import { CHECKOUT } from '../../../support/n8n/install';
import { startN8n, type N8nServer } from '../../../support/n8n/server';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../support/simulator';

/** The credential that the sample workflows name. */
export const CREDENTIAL = {
	name: 'WaveSpeedAI (demo)',
	type: PROVIDER_INFOS.waveSpeed.credentialType,
} as const;

export interface Stage {
	simulator: Simulator;
	n8n: N8nServer;
	/** Ends both and removes n8n's folder. */
	clear(): Promise<void>;
}

/** As n8n 2 does by itself: n8n 1 would keep files in memory, where nobody can fetch them. */
const IN_FILES = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };

/** @param env settings for n8n beyond the usual ones */
export async function setStage(
	options: SimulatorOptions = {},
	env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
	const simulator = await startSimulator(options);
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-e2e-'));
	const n8n = await startN8n({ userFolder, env: { ...IN_FILES, ...env } });
	await n8n.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
		apiKey: simulator.key('waveSpeed'),
		baseUrl: simulator.baseUrl('waveSpeed'),
	});
	return {
		simulator,
		n8n,
		async clear() {
			await n8n.kill();
			await simulator.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

/**
 * A sample workflow of the demo.
 * @param file name without its ending
 * @param edits texts to replace: the host of a platform by its stand-in's, a wait by a shorter one
 * @throws Error for a text that isn't in the sample
 */
export async function sampleWorkflow(
	file: string,
	edits: Readonly<Record<string, string>> = {},
): Promise<WorkflowFile> {
	const text = await readFile(join(CHECKOUT, 'demo/workflows', `${file}.json`), 'utf8');
	const edited = Object.entries(edits).reduce((before, [from, to]) => {
		if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
		return before.replaceAll(from, to);
	}, text);
	return JSON.parse(edited) as WorkflowFile;
}

/** The names of all samples, without their endings. */
export async function sampleFiles(): Promise<string[]> {
	const files = await readdir(join(CHECKOUT, 'demo/workflows'));
	return files.filter((file) => file.endsWith('.json')).map((file) => file.replace(/\.json$/, ''));
}
