/** Runs of Sora Image to Video with the pictures of the simulator. */

import { readFileSync } from 'node:fs';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../../../nodes/Sora/models/model';
import { mediaPath, type Simulator } from '../../../../support/simulator';
import { credentialsFor } from '../../../harness/providers';
import { runNode, type RunOptions } from '../../../harness/harness';

const MIME: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png' };

export function itemWith(file: string, name = file): INodeExecutionData {
	const data = readFileSync(mediaPath(file)).toString('base64');
	const mimeType = MIME[file.split('.').pop() ?? ''] ?? 'application/octet-stream';
	return { json: { file }, binary: { data: { data, mimeType, fileName: name } } };
}

/** @returns the node, to be run against this simulator. */
export const imageNodeAt =
	(sim: Simulator) =>
	async (
		provider: ProviderName,
		items: INodeExecutionData[],
		parameters: INodeParameters = {},
		settings: RunOptions['settings'] = {},
		more: Partial<RunOptions> = {},
	) =>
		await runNode({
			node: 'soraImageToVideo',
			items,
			credentials: credentialsFor(sim, provider),
			parameters: { provider, prompt: 'It starts to move', ...parameters },
			settings,
			...more,
		});
