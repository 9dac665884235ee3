/** What both generating nodes do: read all items, check them, run them side by side. */

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ModelKind } from '../../models/model';
import type { GenerateJob } from '../../engine/job';
import { runJobs } from '../../engine/runJobs';
import { ledgerKey } from '../../engine/submit/ledgerKey';
import { portsOf } from '../../transport/ports';
import { connectionOf } from '../../transport/connection';
import type { EarlierTask } from '../../transport/ledger/crashJournal';
import { openLedger } from '../../transport/ledger/ledger';
import { modelGuide } from '../../methods/liveModels';
import { deliver, type Delivery } from '../../output/deliver';
import { readGenerateRun, readProvider } from '../parameters/runParameters';
import { deliverable, prepareItem, type PreparedItem } from './prepareItem';
import { imageReader } from './readImage';
import { Limiter } from '../../engine/limiter';
import type { ItemFailure } from '../../output/errors';
import { resumeVideos, resumptionOf } from '../suspend/resume';
import { hasEarlierTasks, isToolRun, suspendVideos } from '../suspend/suspend';

/** Images being read or fetched at a time. */
const PREPARED_AT_ONCE = 8;

/**
 * @returns one item per input item, in their order.
 * @throws NodeOperationError or NodeApiError with the item's index, unless the node goes on on errors.
 */
export async function generateVideos(
	context: IExecuteFunctions,
	kind: ModelKind,
): Promise<INodeExecutionData[]> {
	const provider = readProvider(context);
	const resumption = resumptionOf(context);
	if (resumption !== null) return await resumeVideos(context, kind, provider, resumption);
	const connection = await connectionOf(context, provider.credentialType);
	const signal = context.getExecutionCancelSignal();
	const basics = portsOf(context, connection, signal);
	const { http, clock } = basics;
	const guide = modelGuide(provider, http, kind);
	const failFast = !context.continueOnFail();

	const images = imageReader(context, http, clock);
	const { waitMode, maxConcurrent } = readGenerateRun(context);
	const suspends = waitMode === 'suspend' && !isToolRun(context);
	const { webhookSecret } = connection;
	const preparation = { context, provider, kind, guide, images, suspends, webhookSecret };
	const limiter = new Limiter(PREPARED_AT_ONCE);
	const prepared = await Promise.all(
		context
			.getInputData()
			.map(
				async (_, index) => await limiter.use(async () => await prepareItem(preparation, index)),
			),
	);
	const refused = prepared.filter((item): item is ItemFailure => 'failure' in item);
	const delivery: Delivery = { context, provider, failFast };
	if (failFast && refused.length > 0) return deliver(delivery, refused, []);

	const checked = prepared.filter((item): item is PreparedItem => 'request' in item);
	const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
	const keys = checked.map(({ itemIndex, fingerprint }) =>
		ledgerKey(runIndex, itemIndex, fingerprint),
	);
	const { ledger, earlierTasks, close } = await openLedger(context, runIndex, keys);
	const ports = { ...basics, ledger };
	const ready = checked.map((item, index) =>
		withEarlierTasks(item, earlierTasks.get(keys[index]) ?? []),
	);
	const jobs = ready.map(({ request, terms }, index): GenerateJob => ({
		kind: 'generate',
		request,
		terms,
		ledgerKey: keys[index],
	}));
	const { requestFormat } = connection;
	const settings = { maxConcurrent, failFast, requestFormat };
	if (suspends && !hasEarlierTasks(jobs, ports.ledger)) {
		const providerBaseUrl = connection.baseUrl;
		const run = { context, delivery, providerBaseUrl, refused, ready, jobs, settings, ports };
		return await suspendVideos(run).finally(async () => await close(!clock.stopped));
	}
	const outcomes = await runJobs(jobs, provider, settings, ports);
	await close(!clock.stopped);
	return deliver(
		delivery,
		refused,
		ready.map((item, index) => ({ item: deliverable(item), outcome: outcomes[index] })),
	);
}

const EARLIER_TASK_SENTENCES: Readonly<Record<EarlierTask['kind'], string>> = {
	orphaned:
		'was submitted for the same item by another execution, which was stopped, crashed, failed or is still running. Get its video with Sora Get Result.',
	earlierCall:
		'was submitted for the same item by an earlier call of this workflow from the same execution. If this call is a retry of that one, get its video with Sora Get Result, and turn on Retry On Fail for this node instead of the one that calls this workflow.',
	pickedUp:
		'was submitted for the same item by an earlier call of this workflow from the same execution. One of its calls failed, so this task was used instead of paying for another one.',
};

/** A new execution pays anew, but the video that another one has paid for shall not be forgotten. */
function withEarlierTasks(item: PreparedItem, tasks: readonly EarlierTask[]): PreparedItem {
	const warnings = tasks.map(
		({ taskId, kind }) => `Task ${taskId} ${EARLIER_TASK_SENTENCES[kind]}`,
	);
	return { ...item, warnings: [...item.warnings, ...warnings] };
}
