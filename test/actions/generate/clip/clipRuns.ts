/** Runs of Sora Video to Video with the videos of the simulator. */

import { Container } from '@n8n/di';
import { readFileSync } from 'node:fs';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../../../nodes/Sora/models/model';
import { mediaPath, type Simulator } from '../../../../support/simulator';
import { credentialsFor } from '../../../harness/providers';
import { runNode, type RunOptions } from '../../../harness/harness';

export const CLIP_BYTES = readFileSync(mediaPath('portrait.mp4'));

/** In n8n's store, as an earlier node leaves it. */
export async function storedClip(bytes: Buffer = CLIP_BYTES): Promise<INodeExecutionData> {
	const description = { data: '', mimeType: 'video/mp4', fileName: 'earlier.mp4' };
	const location = { type: 'execution', workflowId: 'workflow', executionId: 'earlier' } as const;
	const data = await Container.get(BinaryDataService).store(location, bytes, description);
	return { json: {}, binary: { data } };
}

/** In the item itself, as n8n keeps it in its memory mode. */
export function clipInMemory(bytes: Buffer = CLIP_BYTES): INodeExecutionData {
	const data: IBinaryData = { data: bytes.toString('base64'), mimeType: 'video/mp4' };
	return { json: {}, binary: { data } };
}

/** @returns the node, to be run against this simulator. */
export const clipNodeAt =
	(sim: Simulator) =>
	async (
		provider: ProviderName,
		items: INodeExecutionData[],
		parameters: INodeParameters = {},
		more: Partial<RunOptions> = {},
	) =>
		await runNode({
			node: 'soraVideoToVideo',
			items,
			credentials: credentialsFor(sim, provider),
			parameters: { provider, prompt: 'The boat goes on', ...parameters },
			...more,
		});
