/** A run of a generating node between its steps: from what is checked to what comes of it. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { GenerateJob, RunSettings } from '../../engine/job';
import type { Outcome } from '../../engine/outcome';
import type { Ports } from '../../engine/ports';
import type { Estimate } from '../../models/estimate';
import type { Delivery, Worked } from '../../output/deliver';
import type { ItemFailure } from '../../output/errors';
import { deliverable, type PreparedItem } from './prepareItem';

export interface GenerateRun {
	context: IExecuteFunctions;
	delivery: Delivery;
	/** Where the provider is, as its credential says. */
	providerBaseUrl: string;
	/** Items that are not submitted, since something is wrong with them. */
	refused: readonly ItemFailure[];
	ready: readonly PreparedItem[];
	/** One for each of `ready`. */
	jobs: readonly GenerateJob[];
	settings: RunSettings;
	/** One for each of `ready`; they may come while the tasks are under way. Never rejects. */
	estimates: Promise<ReadonlyArray<Estimate | null>>;
	ports: Ports;
	/** Called once the user has stopped the execution. */
	onStop(outcomes: readonly Outcome[]): Promise<void>;
}

/** @param outcomes one for each of `ready`. */
export async function workedOn(
	{ ready, estimates }: Pick<GenerateRun, 'ready' | 'estimates'>,
	outcomes: readonly Outcome[],
): Promise<Worked[]> {
	const estimated = await estimates;
	return ready.map((item, index) => ({
		item: { ...deliverable(item), estimatedCost: estimated[index] },
		outcome: outcomes[index],
	}));
}
