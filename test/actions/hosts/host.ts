/** The nodes at one of the servers that people run. */

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { HOST_MANNERS, mediaPath, type HostName, type Simulator } from '../../../support/simulator';
import type { HostManner } from '../../../support/simulator/hosts/manner';
import { runNode } from '../../harness/harness';
import { credentialsFor } from '../../harness/providers';
import { TriggerHarness } from '../../harness/triggerHarness';

export const PHOTO = readFileSync(mediaPath('photo.jpg'));

/** Every server, by name; a row of `describe.each`. */
export const HOSTS: ReadonlyArray<[string, HostName, HostManner]> = Object.entries(
	HOST_MANNERS,
).map(([name, manner]) => [manner.name, name as HostName, manner]);

/** A budget below n8n's own makes every poll short: no time is left to watch. */
const NO_WATCH_MS = 3_000;

export function atHost(sim: Simulator) {
	const credentials = () => credentialsFor(sim, 'openAiCompatible');
	const run = async (
		node: string,
		parameters: INodeParameters,
		options: IDataObject = {},
		item: INodeExecutionData = { json: {} },
	) =>
		await runNode({
			node,
			items: [item],
			credentials: credentials(),
			parameters: {
				provider: 'openAiCompatible',
				...parameters,
				options: { waitTimeout: 60, ...options },
			},
		});
	return {
		text: async (parameters: INodeParameters = {}, options: IDataObject = {}) =>
			await run('soraTextToVideo', { prompt: 'waves', ...parameters }, options),
		image: async (options: IDataObject = {}) =>
			await run('soraImageToVideo', { prompt: 'waves', imageSource: 'binary' }, options, {
				json: {},
				binary: {
					data: { data: PHOTO.toString('base64'), mimeType: 'image/jpeg', fileName: 'photo.jpg' },
				},
			}),
		get: async (taskId: string, options: IDataObject = {}) =>
			await run('soraGetResult', { taskId }, options),
		trigger: (parameters: INodeParameters = {}) =>
			new TriggerHarness({
				budgetMs: NO_WATCH_MS,
				parameters: { provider: 'openAiCompatible', ...parameters },
				credentials: credentials(),
			}),
	};
}
