/** Leaves memory while the videos render: submits all items, then suspends the execution. */

import { randomBytes } from 'crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import { secretHash } from '../../providers/shared/callback';
import type { GenerateJob } from '../../engine/job';
import type { Outcome } from '../../engine/outcome';
import type { Ledger } from '../../engine/ports';
import { runJobs } from '../../engine/runJobs';
import { deliver, failuresIn, type Worked } from '../../output/deliver';
import { beginMemory, memoryName } from './callbackMemory';
import { writeTimeoutOutput } from './timeoutOutput';
import { workedOn, type GenerateRun } from '../generate/generateRun';
import type { PreparedItem } from '../generate/prepareItem';
import { keepSuspension, timeoutOf, type SuspendedTask, type Suspension } from './suspension';
import { firstCallAt, misroutedReason, planCalls } from './selfCalls';
import { unreachableReason } from './reachability';

/** n8n's timer is only the net below our own call at the deadline. */
const TIMER_AFTER_DEADLINE_MS = 60_000;
const SECRET_BYTES = 24;

/** A run that is tried again: its tasks, if there are any, report to the execution that made them. */
export function hasEarlierTasks(jobs: readonly GenerateJob[], ledger: Ledger): boolean {
	return jobs.some(({ ledgerKey }) => {
		const state = ledger.get(ledgerKey)?.state;
		return state !== undefined && state !== 'failed';
	});
}

/**
 * Submits all items and suspends the execution until `webhook()` resumes it.
 * @returns what n8n's own timer would pass on; the items as delivered where nothing is left to wait for.
 * @throws the node's error where an item has failed and the node does not go on on errors.
 */
export async function suspendVideos(run: GenerateRun): Promise<INodeExecutionData[]> {
	const { context, delivery, refused, ready, jobs, settings, ports } = run;
	const { provider } = delivery;
	const resumeUrl = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	const secrets = jobs.map(() =>
		provider.callback?.takesSecretPerTask ? randomBytes(SECRET_BYTES).toString('hex') : undefined,
	);
	const submits = jobs.map((job, index): GenerateJob => ({
		...job,
		request: { ...job.request, callbackUrl: resumeUrl, callbackSecret: secrets[index] },
		terms: { ...job.terms, until: 'submitted' },
	}));
	const misrouted = misroutedReason(resumeUrl);
	const outcomes = await runJobs(submits, provider, settings, ports);
	if (ports.clock.stopped) await run.onStop(outcomes);
	const worked = await workedOn(run, outcomes);
	const areAllTasks = outcomes.every(({ kind }) => kind === 'task' || kind === 'failed');
	const mustEnd = settings.failFast && outcomes.some(({ kind }) => kind === 'failed');
	const tasks = ready.flatMap((item, index) => {
		const task = suspendedTask(item, jobs[index], outcomes[index], secrets[index], ports.ledger);
		const { estimatedCost } = worked[index].item;
		return task === null ? [] : [{ ...task, estimatedCost }];
	});
	if (mustEnd || !areAllTasks || tasks.length === 0) return deliver(delivery, refused, worked);

	const token = randomBytes(SECRET_BYTES).toString('hex');
	const suspendedAt = ports.clock.now();
	const items = context.getInputData();
	const suspension: Suspension = {
		version: 1,
		tasks,
		failed: [...refused, ...failuresIn(provider, worked)],
		inputs: items.map(({ json, binary }) => ({ json, ...(binary ? { binary } : {}) })),
		failFast: settings.failFast,
		suspendedAt,
		deadline: Math.max(...tasks.map(timeoutOf)),
		usualRenderMs: usualRenderMsOf(ready),
		tokenHash: secretHash(token),
		unreachable:
			unreachableReason(resumeUrl, run.providerBaseUrl, provider.displayName) ?? (await misrouted),
	};
	return await suspend(run, suspension, worked, { url: resumeUrl, token });
}

async function suspend(
	{ context, delivery }: GenerateRun,
	suspension: Suspension,
	worked: readonly Worked[],
	own: { url: string; token: string },
): Promise<INodeExecutionData[]> {
	const { deadline, unreachable } = suspension;
	keepSuspension(context.getContext('node'), suspension);
	writeTimeoutOutput(context, delivery, suspension, worked);
	if (unreachable !== null) {
		context.addExecutionHints({ message: unreachable, type: 'warning', location: 'outputPane' });
	}
	await context.putExecutionToWait(new Date(deadline + TIMER_AFTER_DEADLINE_MS));
	const executionId = context.getExecutionId();
	beginMemory(memoryName(executionId, suspension), suspension.suspendedAt);
	const call = { ...own, at: firstCallAt(suspension), deadline };
	// Not the context: it would stay in memory for as long as the execution is suspended.
	const { logger } = context;
	planCalls(executionId, call, (message) => logger.warn(message));
	// A copy: n8n takes the output apart, and the items themselves are still needed.
	return context.getInputData().map((item) => ({ ...item }));
}

function usualRenderMsOf(ready: readonly PreparedItem[]): number | null {
	const seconds = ready.flatMap(({ request }) => request.model.usualRenderSeconds ?? []);
	return seconds.length === 0 ? null : Math.max(...seconds) * 1000;
}

function suspendedTask(
	{ itemIndex, request, warnings, output, terms }: PreparedItem,
	{ ledgerKey }: GenerateJob,
	outcome: Outcome,
	secret: string | undefined,
	ledger: Ledger,
): SuspendedTask | null {
	if (outcome.kind !== 'task') return null;
	const { id, readPath } = outcome.task;
	return {
		itemIndex,
		taskId: id,
		readPath,
		submittedAt: ledger.get(ledgerKey)?.at ?? Date.now(),
		modelId: request.model.id,
		durationSeconds: request.durationSeconds ?? null,
		warnings: [...warnings, ...outcome.warnings],
		output,
		terms,
		ledgerKey,
		secretHash: secret === undefined ? null : secretHash(secret),
	};
}
