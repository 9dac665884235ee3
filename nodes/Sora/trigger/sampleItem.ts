/** The test button: the newest task that the trigger would emit, without a trace in its state. */

import {
	NodeApiError,
	NodeOperationError,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import type { Provider } from '../providers/provider';
import { billTasks } from '../engine/cost/billTasks';
import { fetchVideo } from '../engine/download/download';
import { JobError } from '../engine/outcome';
import { newestOfAccount, newestOfNamed } from './newestTask';
import { Session } from '../engine/session';
import { clockOf } from '../transport/clock';
import { nodeErrorOf } from '../output/errors';
import { httpOf, type Connection } from '../transport/http';
import { listError } from './errors';
import type { Finished } from './feed/feed';
import { itemsOf } from './items';
import type { TriggerParameters } from './parameters';
import { videoStoreOf } from '../transport/videoStore';

/** @throws NodeOperationError if there is no such task. @throws NodeApiError if it cannot be had. */
export async function sampleItem(
	context: IPollFunctions,
	parameters: TriggerParameters,
	provider: Provider,
	connection: Connection,
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const { taskIds, filter, output } = parameters;
	const ports = {
		http: httpOf(context, connection),
		clock: clockOf(undefined),
		videos: videoStoreOf(context),
	};
	const source = { provider, filter, ...ports };
	const { list } = provider;
	const { task, failure } =
		taskIds === null && list
			? await newestOfAccount(source, list)
			: await newestOfNamed(source, taskIds ?? []);
	if (task === null && failure !== null) throw listError(node, provider, failure);
	if (task === null) {
		throw new NodeOperationError(node, noneMessage(parameters, provider), {
			description: 'Submit a video and try again when it is ready, or activate the workflow.',
		});
	}
	const isFetched = filter.fetchVideo && task.status === 'completed';
	const finished: Finished = isFetched
		? await fetchVideo(new Session(provider, ports), task).catch((error: unknown) => {
				if (!(error instanceof JobError)) throw new NodeApiError(node, { message: String(error) });
				const failed = { ...error.failed, itemIndex: null, model: '', origin: 'provider' as const };
				throw nodeErrorOf(node, failed, provider);
			})
		: { task, video: null, warnings: [] };
	const [billed] = await billTasks(provider, [finished.task], ports);
	return itemsOf(context, [{ ...finished, task: billed }], provider.name, output);
}

function noneMessage({ taskIds, filter }: TriggerParameters, provider: Provider): string {
	const ends = filter.events.join(' or ');
	if (taskIds !== null) return `None of the tasks has ${ends} yet`;
	const models = filter.models.length === 0 ? '' : ` of the models ${filter.models.join(', ')}`;
	return `There is no ${ends} task${models} among the newest tasks at ${provider.displayName}`;
}
