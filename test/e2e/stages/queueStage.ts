/** What the suites of n8n's queue mode play on: the simulated providers, a main process and two workers. */

import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itemsOf, type ExecutionWithData } from '../../../support/n8n/api';
import { startQueue, type N8nQueue } from '../../../support/n8n/queue';
import { startSimulator, type Simulator } from '../../../support/simulator';
import { probe } from './probe';
import { CREDENTIAL } from './stage';
import { addCredentials, begin, NODE, prompts, publish, type VideoWorkflow } from './suspendStage';

export const RENDER_MS = 4_000;

/** A worker that is gone is missed after some seconds instead of a minute and a half. */
const QUICK_TO_MISS = {
	QUEUE_WORKER_LOCK_DURATION: '8000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '4000',
};

export class Queue {
	readonly folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-queue-'));
	simulator!: Simulator;
	n8n!: N8nQueue;
	private workflows = 0;

	async open(env: Readonly<Record<string, string>>): Promise<void> {
		this.simulator = await startSimulator({ renderMs: RENDER_MS });
		this.n8n = await startQueue({ folder: this.folder, env: { ...QUICK_TO_MISS, ...env } });
		await addCredentials(this.api, this.simulator);
		await this.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
			apiKey: this.simulator.key('waveSpeed'),
			baseUrl: this.simulator.baseUrl('waveSpeed'),
		});
	}

	async close(): Promise<void> {
		await this.n8n?.kill();
		await this.simulator?.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	get api() {
		return this.n8n.main.api;
	}

	async publish(name: string, wanted: Omit<VideoWorkflow, 'name'>): Promise<string> {
		return await publish(this.api, { name, ...wanted });
	}

	async start(
		wanted: Omit<VideoWorkflow, 'name'>,
		items: ReadonlyArray<Record<string, unknown>> = prompts(2),
	): Promise<string> {
		const name = `queued-${++this.workflows}`;
		return await begin(this.api, await this.publish(name, wanted), name, items);
	}

	logOf(name: string): string {
		return readFileSync(join(this.folder, name, 'n8n.log'), 'utf8');
	}

	/** The workers that have run a part of this execution, by their own logs. */
	workersOf(executionId: string): string[] {
		return this.n8n.workers
			.map(({ name }) => name)
			.filter((name) => this.logOf(name).includes(`started execution ${executionId} `));
	}

	/** That the execution's videos can be played, from the main process. */
	async playable(execution: ExecutionWithData, count: number): Promise<string[]> {
		const ids = itemsOf(execution, NODE).map(({ binary }) => binary?.data.id ?? '');
		expect(ids).toHaveLength(count);
		for (const id of ids) {
			expect(probe(await this.api.binary(id))).toMatchObject({ videoCodec: 'h264' });
		}
		return ids;
	}
}
