/** From a task to the item that the next node gets: the same fields for every provider. */

import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Estimate } from '../models/estimate';
import type { ProviderName } from '../models/model';
import type { Money } from '../shared/money';
import type { VideoTask } from '../providers/video';
import { LAST_FRAME_FIELD } from '../shared/parameterDefaults';
import type { Publication } from './publicUrl';

export interface ItemFacts {
	provider: ProviderName;
	/** The model asked for; null where we did not ask. */
	model: string | null;
	task: VideoTask;
	warnings: readonly string[];
	/** What it was expected to cost before it was submitted; null where nobody knew. */
	estimatedCost: Estimate | null;
	durationSeconds: number | null;
	video: IBinaryData | null;
	/** The last frame as an image; left out where there is none. */
	lastFrame?: IBinaryData;
	/** The last frame was asked for. */
	returnLastFrame?: true;
	/** Left out where nobody asked for it. */
	publication?: Publication;
	outputField: string;
	includeProviderResponse: boolean;
	/** Index of the input item; null in a trigger. */
	pairedItem: number | null;
}

/** A copy, so that a workflow that changes it changes no other item's. */
function plain(money: Money): IDataObject {
	return { ...money };
}

export function itemOf(facts: ItemFacts): INodeExecutionData {
	const { task, video, pairedItem, publication } = facts;
	const json: IDataObject = {
		taskId: task.id,
		provider: facts.provider,
		model: facts.model ?? task.deliveredModel ?? '',
		deliveredModel: task.deliveredModel,
		status: task.status,
		progress: task.progress,
		videoUrl: task.videoUrls[0] ?? null,
		videoUrls: task.videoUrls,
		durationSeconds: task.durationSeconds ?? facts.durationSeconds,
		size: task.size,
		createdAt: task.createdAt,
		completedAt: task.completedAt,
		expiresAt: task.expiresAt,
		...(publication && { publicUrl: publication.publicUrl }),
		estimatedCost: facts.estimatedCost && plain(facts.estimatedCost),
		cost: task.cost && plain(task.cost),
		warnings: [...facts.warnings, ...(publication?.warnings ?? [])],
	};
	if (task.failure) {
		const { code, category, message } = task.failure;
		json.failure = { code, category, message };
	}
	if (facts.returnLastFrame || task.lastFrameUrl) json.lastFrameUrl = task.lastFrameUrl ?? null;
	if (facts.includeProviderResponse) json.providerResponse = task.response as IDataObject;
	const binary = {
		...(video === null ? {} : { [facts.outputField]: video }),
		...(facts.lastFrame ? { [LAST_FRAME_FIELD]: facts.lastFrame } : {}),
	};
	return {
		json,
		...(Object.keys(binary).length === 0 ? {} : { binary }),
		...(pairedItem === null ? {} : { pairedItem: { item: pairedItem } }),
	};
}
