import type { INodeExecutionData } from 'n8n-workflow';
import type { ProviderName } from '../models/model';
import type { Finished } from './feed/feed';
import { itemOf } from '../output/item';
import type { OutputOptions } from '../output/options';
import { platformWarnings } from '../output/platformFit';
import { publicationOf, type SigningContext } from '../output/publicUrl';

/** The items of tasks that nobody asked for in this workflow: the models are those that the provider reports. */
export function itemsOf(
	context: SigningContext,
	finished: ReadonlyArray<Finished>,
	provider: ProviderName,
	output: OutputOptions,
): INodeExecutionData[] {
	return finished.map(({ task, video, facts, warnings }) =>
		itemOf({
			provider,
			model: task.requestedModel,
			task,
			warnings: [...warnings, ...platformWarnings(task, facts, output.checkFor)],
			estimatedCost: null,
			durationSeconds: null,
			video,
			publication: publicationOf(context, task, video, output.publicUrlHours),
			pairedItem: null,
			...output,
		}),
	);
}
