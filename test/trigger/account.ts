/** An account at the simulator, and triggers that watch it. */

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import {
	startSimulator,
	type NewTask,
	type SimulatedTask,
	type Simulator,
} from '../../support/simulator';
import { useFilesystemStore } from '../harness/harness';
import { TriggerHarness, type HarnessOptions } from '../harness/triggerHarness';

export const MODELS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: 'bytedance/seedance-2.5/text-to-video',
	apiyi: 'doubao-seedance-2-0-260128',
	eachlabs: 'bytedance-seedance-2-0-text-to-video',
	fal: 'bytedance/seedance-2.0/text-to-video',
	openRouter: 'google/veo-3.1-lite',
	openAiCompatible: 'wan-2.2',
};

/** Providers that list an account's tasks. */
export const LISTING = PROVIDER_NAMES.filter((name) => PROVIDER_INFOS[name].can.list !== false);

/** A budget below n8n's own makes every poll short: no time is left to watch. */
const NO_WATCH_MS = 3_000;

export const ended: NewTask['plan'] = { renderMs: 1 };
const endless: NewTask['plan'] = { outcome: 'never' };

/** Starts a simulator for the tests of a file, and empties it after each. */
export function useAccount() {
	let sim: Simulator;
	beforeAll(async () => {
		await useFilesystemStore();
		sim = await startSimulator({ renderMs: 300 });
	});
	afterEach(() => sim.reset());
	afterAll(async () => await sim.close());

	const add = (provider: ProviderName, task: Partial<NewTask> = {}): SimulatedTask =>
		sim.addTask({ provider, model: MODELS[provider], plan: endless, ...task });

	return {
		get sim(): Simulator {
			return sim;
		},

		/** A task that runs until it is told to end. */
		add,

		/** A task that ended a while ago. */
		past: (provider: ProviderName, minutesAgo: number, plan: NewTask['plan'] = {}) =>
			add(provider, { at: Date.now() - minutesAgo * 60_000, plan: { ...ended, ...plan } }),

		/** One activation of a workflow that watches the account. */
		triggerOf(
			provider: ProviderName,
			parameters: INodeParameters = {},
			more: Partial<HarnessOptions> & { apiKey?: string; baseUrl?: string } = {},
		): TriggerHarness {
			const { apiKey = 'test-key', baseUrl, ...options } = more;
			const addresses = {
				...sim.baseUrls(provider),
				...(baseUrl === undefined ? {} : { baseUrl }),
			};
			return new TriggerHarness({
				budgetMs: NO_WATCH_MS,
				...options,
				parameters: { provider, ...parameters },
				credentials: {
					[PROVIDER_INFOS[provider].credentialType]: { apiKey, ...addresses, webhookSecret: '' },
				},
			});
		},
	};
}

/** Bytes that the node's data take. */
export function sizeOf(data: IDataObject): number {
	return Buffer.byteLength(JSON.stringify(data));
}
