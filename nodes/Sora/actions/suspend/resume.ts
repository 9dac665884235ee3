/** A suspended run goes on: fetch the videos that are there, and end as a waiting run would. */

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ModelKind } from '../../models/model';
import { findModel } from '../../providers/findModel';
import type { Provider } from '../../providers/provider';
import type { Job } from '../../engine/job';
import { runBilled } from '../../engine/cost/runBilled';
import { taskFrom } from '../../engine/submit/submit';
import { withLastFrames } from '../lastFrame/lastFrames';
import { connectionOf } from '../../transport/connection';
import { deliver } from '../../output/deliver';
import { portsOf } from '../../transport/ports';
import { crashJournalOf } from '../../transport/ledger/crashJournal';
import { ledgerIn } from '../../transport/ledger/ledger';
import {
	takeSuspension,
	takeResumeSignal,
	type SuspendedTask,
	type Suspension,
	type ResumeSignal,
} from './suspension';

export interface Resumption {
	suspension: Suspension;
	signal: ResumeSignal;
}

/** What a resumed run goes on with; null for a run that begins. */
export function resumptionOf(context: IExecuteFunctions): Resumption | null {
	const signal = takeResumeSignal(context.getInputData());
	if (signal === null) return null;
	const suspension = takeSuspension(context.getContext('node'));
	return suspension && { suspension, signal };
}

/**
 * @returns one item per input item, in their order.
 * @throws the node's error, unless the node goes on on errors.
 */
export async function resumeVideos(
	context: IExecuteFunctions,
	kind: ModelKind,
	provider: Provider,
	{ suspension, signal }: Resumption,
): Promise<INodeExecutionData[]> {
	const connection = await connectionOf(context, provider.credentialType);
	const failFast = !context.continueOnFail();
	const { tasks, failed, unreachable } = suspension;
	// n8n has stored the videos' tasks with the suspension, and not what is submitted from now on.
	const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
	const journal = await crashJournalOf(context, runIndex);
	const ledger = ledgerIn(context.getContext('node'), journal);
	const ports = { ...portsOf(context, connection, context.getExecutionCancelSignal()), ledger };
	const settings = { maxConcurrent: tasks.length, failFast };
	const jobs = tasks.map((task) => jobOf(task, signal));
	const rendered = await runBilled(jobs, provider, settings, ports);
	const sources = rendered.map((outcome, index) => ({ ...tasks[index], outcome }));
	const outcomes = await withLastFrames(provider, sources, settings, ports).finally(
		async () => await journal.close(!ports.clock.stopped),
	);
	const notes = signal.reason === 'deadline' && unreachable !== null ? [unreachable] : [];
	return deliver(
		{ context, provider, failFast },
		failed,
		tasks.map(
			({ itemIndex, modelId, durationSeconds, estimatedCost, warnings, output }, index) => ({
				item: {
					itemIndex,
					model: findModel(provider.name, modelId, kind) ?? provider.passThrough(modelId, kind),
					durationSeconds,
					estimatedCost,
					warnings: [...warnings, ...notes],
					output,
				},
				outcome: outcomes[index],
			}),
		),
	);
}

function jobOf(
	{ taskId, readPath, submittedAt, terms, ledgerKey }: SuspendedTask,
	signal: ResumeSignal,
): Job {
	const task = { id: taskId, readPath };
	const seen = signal.seen[taskId] ?? taskFrom(task, null, submittedAt);
	return { kind: 'get', task, seen, since: submittedAt, terms, ledgerKey };
}
