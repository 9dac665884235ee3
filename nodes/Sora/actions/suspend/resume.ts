/** A suspended run goes on: fetch the videos that are there, and end as a waiting run would. */

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ModelKind } from '../../models/model';
import { findModel } from '../../providers/findModel';
import type { Provider } from '../../providers/provider';
import type { Job } from '../../engine/job';
import { runBilled } from '../../engine/cost/runBilled';
import { lastFrameKey } from '../../engine/submit/ledgerKey';
import { taskFrom } from '../../engine/submit/submit';
import { withLastFrames } from '../lastFrame/lastFrames';
import { connectionOf } from '../../transport/connection';
import { deliver } from '../../output/deliver';
import type { OutputOptions } from '../../output/options';
import { portsOf } from '../../transport/ports';
import { openLedger } from '../../transport/ledger/ledger';
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
	const { ledger, unreadKeys, close } = await openFor(context, tasks);
	const ports = { ...portsOf(context, connection, context.getExecutionCancelSignal()), ledger };
	const settings = { maxConcurrent: tasks.length, failFast };
	const jobs = tasks.map((task) => jobOf(task, signal));
	const rendered = await runBilled(jobs, provider, settings, ports);
	const isUnread = ({ ledgerKey }: SuspendedTask) => unreadKeys.has(lastFrameKey(ledgerKey));
	const sources = rendered.map((outcome, index) => {
		const task = tasks[index];
		return { ...task, outcome, output: isUnread(task) ? withoutFrame(task) : task.output };
	});
	const outcomes = await withLastFrames(provider, sources, settings, ports).finally(
		async () => await close(!ports.clock.stopped, false),
	);
	const notes = signal.reason === 'deadline' && unreachable !== null ? [unreachable] : [];
	return deliver(
		{ context, provider, failFast },
		failed,
		tasks.map((task, index) => ({
			item: {
				itemIndex: task.itemIndex,
				model:
					findModel(provider.name, task.modelId, kind) ?? provider.passThrough(task.modelId, kind),
				durationSeconds: task.durationSeconds,
				estimatedCost: task.estimatedCost,
				warnings: [...task.warnings, ...notes, ...(isUnread(task) ? [UNREAD_FRAME] : [])],
				output: task.output,
			},
			outcome: outcomes[index],
		})),
	);
}

/**
 * n8n has stored the tasks of the videos with the suspension, but not those of last frames, which are
 * submitted now: a retry finds these in the crash journal.
 */
async function openFor(context: IExecuteFunctions, tasks: readonly SuspendedTask[]) {
	const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
	const keys = tasks.flatMap(({ ledgerKey, output }) =>
		output.returnLastFrame ? [ledgerKey, lastFrameKey(ledgerKey)] : [ledgerKey],
	);
	return await openLedger(context, runIndex, keys);
}

function withoutFrame({ output }: SuspendedTask): OutputOptions {
	const { returnLastFrame: _, ...others } = output;
	return others;
}

const UNREAD_FRAME =
	"The last frame was not taken: n8n's database did not say whether the execution that is retried has paid for it.";

function jobOf(
	{ taskId, readPath, submittedAt, terms, ledgerKey }: SuspendedTask,
	signal: ResumeSignal,
): Job {
	const task = { id: taskId, readPath };
	const seen = signal.seen[taskId] ?? taskFrom(task, null, submittedAt);
	return { kind: 'get', task, seen, since: submittedAt, terms, ledgerKey };
}
