/** From the run's outcomes to the node's output, or to the error that ends it. */

import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { defaultModelId, replacementOf } from '../providers/findModel';
import { withoutAsked } from '../media/platform/fit';
import type { Estimate } from '../models/estimate';
import type { Model } from '../models/model';
import type { Provider } from '../providers/provider';
import type { Outcome } from '../engine/outcome';
import {
	errorItemOf,
	lostSentence,
	nodeErrorOf,
	type ItemFailure,
	type OtherProblem,
	type OtherTask,
} from './errors';
import { itemOf } from './item';
import type { OutputOptions } from './options';
import { platformWarnings } from './platformFit';
import { publicationOf } from './publicUrl';

export interface Delivery {
	context: IExecuteFunctions;
	provider: Provider;
	/** The first failed item ends the node. */
	failFast: boolean;
}

/** What is known of an item besides its task. */
export interface DeliverableItem {
	itemIndex: number;
	/** The model asked for; null where a task was fetched by its ID. */
	model: Model | null;
	/** As asked. */
	durationSeconds: number | null;
	warnings: readonly string[];
	/** From before the submit; null where nobody knew. */
	estimatedCost?: Estimate | null;
	output: OutputOptions;
}

export interface Worked {
	item: DeliverableItem;
	outcome: Outcome;
}

/**
 * @param refused items that were never worked on.
 * @returns one item per input item, in their order. @throws the node's error with `failFast`.
 */
export function deliver(
	delivery: Delivery,
	refused: readonly ItemFailure[],
	worked: readonly Worked[],
): INodeExecutionData[] {
	const { context, provider, failFast } = delivery;
	const failures = [...refused, ...failuresIn(provider, worked)].sort(
		(a, b) => a.itemIndex - b.itemIndex,
	);
	const stopped = worked.filter(({ outcome }) => outcome.kind === 'stopped');
	if (stopped.length > 0) throw stoppedError(delivery, worked);
	if (failFast && failures.length > 0) {
		const [first, ...rest] = failures;
		const others = {
			tasks: otherTasks(worked, first),
			lost: lostSubmits(worked).filter((itemIndex) => itemIndex !== first.itemIndex),
			problems: problemsIn(rest),
		};
		throw nodeErrorOf(context.getNode(), first, provider, others);
	}
	const items = [
		...failures.map((failed) => errorItemOf(failed, provider, context.getNode())),
		...worked.flatMap((entry) => delivered(delivery, entry)),
	];
	return items.sort((a, b) => indexOf(a) - indexOf(b));
}

/** The items that have failed, with what their users should know. */
export function failuresIn(provider: Provider, worked: readonly Worked[]): ItemFailure[] {
	return worked.flatMap(failureIn(provider));
}

const failureIn =
	(provider: Provider) =>
	({ item, outcome }: Worked): ItemFailure[] => {
		if (outcome.kind !== 'failed') return [];
		const { itemIndex, model } = item;
		const failed: ItemFailure = {
			...outcome.failed,
			itemIndex,
			model: model?.id ?? '',
			origin: outcome.failed.origin ?? 'provider',
		};
		if (failed.failure.category !== 'model_retired') return [failed];
		return [{ ...failed, advice: adviceForModel(provider, model) }];
	};

/** What a host serves is its own affair: it may not have our default, which is then no advice. */
function adviceForModel({ name }: Provider, model: Model | null): string {
	const better = (model && replacementOf(model)) ?? defaultModelId(name, model?.kind ?? 'text');
	return better === model?.id
		? 'Choose another model: the list in the Model field shows the models that your key can use.'
		: `Choose another model, for example ${better}.`;
}

function delivered(
	{ context, provider }: Delivery,
	{ item, outcome }: Worked,
): INodeExecutionData[] {
	if (outcome.kind !== 'task') return [];
	const { task, video, lastFrame } = outcome;
	const { model, output } = item;
	const fit = platformWarnings(task, outcome.facts, output.checkFor);
	return [
		itemOf({
			provider: provider.name,
			model: model?.id ?? null,
			task,
			warnings: [
				...withoutAsked(item.warnings, fit, outcome.facts),
				...outcome.warnings,
				...(model ? substitution(model.id, task.deliveredModel) : []),
				...fit,
			],
			durationSeconds: item.durationSeconds,
			estimatedCost: item.estimatedCost ?? null,
			video,
			lastFrame,
			publication: publicationOf(context, task, video, output.publicUrlHours),
			pairedItem: item.itemIndex,
			...output,
		}),
	];
}

/**
 * Providers may name the dated version of the model that was asked for, and those behind a gateway the model
 * without the gateway's prefix; anything else is another one.
 */
function substitution(asked: string, delivered: string | null): string[] {
	if (delivered === null || `/${asked}`.endsWith(`/${delivered}`)) return [];
	const isVersion =
		delivered.startsWith(`${asked}-`) && /^[-\d]+$/.test(delivered.slice(asked.length));
	return isVersion ? [] : [`${delivered} was run instead of ${asked}.`];
}

function otherTasks(worked: readonly Worked[], failed: ItemFailure): OtherTask[] {
	return worked.flatMap(({ item: { itemIndex }, outcome }) => {
		const taskId = taskIdOf(outcome);
		return itemIndex === failed.itemIndex || taskId === null ? [] : [{ itemIndex, taskId }];
	});
}

/** All that is to be mended is told at once, not one item a run. */
function problemsIn(failures: readonly ItemFailure[]): OtherProblem[] {
	return failures
		.filter(({ origin }) => origin === 'input')
		.map(({ itemIndex, failure }) => ({ itemIndex, problem: failure.message }));
}

function taskIdOf(outcome: Outcome): string | null {
	if (outcome.kind === 'task') return outcome.task.id;
	return outcome.kind === 'failed' ? outcome.failed.taskId : outcome.taskId;
}

/** The items that may have a task of which nobody knows the ID. */
function lostSubmits(worked: readonly Worked[]): number[] {
	return worked.flatMap(({ item: { itemIndex }, outcome }) => {
		if (outcome.kind === 'task') return [];
		const { taskId, submitted } = outcome.kind === 'failed' ? outcome.failed : outcome;
		return submitted && taskId === null ? [itemIndex] : [];
	});
}

function stoppedError({ context }: Delivery, worked: readonly Worked[]): NodeOperationError {
	// Also those that were done: with Stop n8n drops what the node has.
	const ids = worked.flatMap(({ outcome }) => taskIdOf(outcome) ?? []);
	const parts = [
		...(ids.length === 0
			? []
			: [
					`These tasks continue at the provider. Get them with Sora Get Result, or retry the execution, which picks them up without paying again: ${ids.join(', ')}.`,
				]),
		...lostSentence(lostSubmits(worked)),
	];
	const description = parts.length === 0 ? 'No task was in progress.' : parts.join(' ');
	return new NodeOperationError(context.getNode(), 'The execution was stopped', { description });
}

function indexOf({ pairedItem }: INodeExecutionData): number {
	return typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : 0;
}
