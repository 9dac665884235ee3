/** What all generating nodes do: prepare the items, restore their tasks, run or suspend, deliver. */

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Cap } from '../../engine/cost/cap';
import { runBilled } from '../../engine/cost/runBilled';
import type { Outcome } from '../../engine/outcome';
import { Limiter } from '../../engine/limiter';
import { modelLookup } from '../../methods/liveModels';
import type { ModelKind } from '../../models/model';
import { deliver } from '../../output/deliver';
import type { ItemFailure } from '../../output/errors';
import { breaks } from '../../transport/clock';
import { connectionOf } from '../../transport/connection';
import { isTool } from '../../shared/tool';
import { portsOf } from '../../transport/ports';
import { readProvider, readRunParameters } from '../parameters/runParameters';
import { withLastFrames } from '../lastFrame/lastFrames';
import { resumeVideos, resumptionOf } from '../suspend/resume';
import { hasEarlierTasks, suspendVideos } from '../suspend/suspend';
import { cancelStoppedTasks } from './cancelOnStop';
import { workedOn, type GenerateRun } from './generateRun';
import { prepareItem, type Preparation, type PreparedItem } from './prepareItem';
import { estimateJobs, withinCap } from './priceRun';
import { ClipFiles } from './clip/readClip';
import { RemoteClips } from './clip/remoteClips';
import { ImageReader } from './readImage';
import { restoreTasks } from './restoreTasks';

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
	const ports = portsOf(context, connection, context.getExecutionCancelSignal());
	const { waitMode, maxConcurrent, cap, cancelOnStop } = readRunParameters(context);
	const suspends = waitMode === 'suspend' && !isTool(context.getNode());
	const failFast = !context.continueOnFail();
	const delivery = { context, provider, failFast };

	const { prepared, refused } = await prepareItems({
		context,
		provider,
		kind,
		models: modelLookup(provider, ports.http, kind),
		images: new ImageReader(context, ports.http, ports.clock),
		clipFiles: new ClipFiles(context),
		remoteClips: new RemoteClips(ports.http, ports.clock),
		http: ports.http,
		providerBaseUrl: connection.baseUrl,
		suspends,
		webhookSecret: connection.webhookSecret,
	});
	if (failFast && refused.length > 0) return deliver(delivery, refused, []);

	const restored = await restoreTasks(context, prepared);
	const { ready, jobs, ledger, close } = restored;
	const run = {
		context,
		delivery,
		providerBaseUrl: connection.baseUrl,
		refused: [...refused, ...restored.refused],
		ready,
		jobs,
		settings: { maxConcurrent, failFast, requestFormat: connection.requestFormat },
		estimates: estimateJobs(provider, jobs, { ...ports, ledger }),
		ports: { ...ports, ledger },
		onStop: async (outcomes: readonly Outcome[]) => {
			if (cancelOnStop) await cancelStoppedTasks(context, connection, provider, outcomes);
		},
	};
	let isDelivered = false;
	try {
		const items = await carryOut(run, cap, suspends);
		isDelivered = items.every(({ json }) => json.error === undefined);
		return items;
	} finally {
		await close(!ports.clock.stopped, isDelivered);
	}
}

/** Nothing is submitted before the cap has permitted it; without one, nothing waits for a price. */
async function carryOut(
	run: GenerateRun,
	cap: Cap | null,
	suspends: boolean,
): Promise<INodeExecutionData[]> {
	const permitted = cap === null ? run : await withinCap(run, cap);
	const { delivery, refused, jobs, ports } = permitted;
	if (delivery.failFast && refused.length > 0) return deliver(delivery, refused, []);
	const work = suspends && !hasEarlierTasks(jobs, ports.ledger) ? suspendVideos : waitForVideos;
	return await work(permitted);
}

/** Images being read or fetched at a time. */
const PREPARED_AT_ONCE = 8;

/** Reads and checks all items before the first one is submitted. */
async function prepareItems(
	preparation: Preparation,
): Promise<{ prepared: PreparedItem[]; refused: ItemFailure[] }> {
	const limiter = new Limiter(PREPARED_AT_ONCE);
	const takeBreak = breaks();
	const prepare = async (index: number) => {
		await takeBreak();
		return await prepareItem(preparation, index);
	};
	const items = await Promise.all(
		preparation.context
			.getInputData()
			.map(async (_, index) => await limiter.use(async () => await prepare(index))),
	);
	return {
		prepared: items.filter((item): item is PreparedItem => 'request' in item),
		refused: items.filter((item): item is ItemFailure => 'failure' in item),
	};
}

/** Holds the execution until every item has its outcome. */
async function waitForVideos(run: GenerateRun): Promise<INodeExecutionData[]> {
	const { delivery, refused, jobs, settings, ports } = run;
	const rendered = await runBilled(jobs, delivery.provider, settings, ports);
	if (ports.clock.stopped) await run.onStop(rendered);
	const sources = rendered.map((outcome, index) => ({
		...{ outcome, ledgerKey: jobs[index].ledgerKey },
		...{ terms: jobs[index].terms, output: run.ready[index].output },
	}));
	const outcomes = await withLastFrames(delivery.provider, sources, settings, ports);
	return deliver(delivery, refused, await workedOn(run, outcomes));
}
