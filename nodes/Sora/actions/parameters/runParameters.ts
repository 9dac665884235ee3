/** The parameters that hold for a whole run of a node: those of its first item. */

import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { Cap } from '../../engine/cost/cap';
import { PROVIDERS } from '../../providers';
import { PROVIDER_LABELS } from '../../providers/infos';
import type { Provider } from '../../providers/provider';
import { DEFAULT_MAX_CONCURRENT } from '../../shared/parameterDefaults';
import { choiceOf } from '../../shared/readValue';
import { readCap } from './cost';
import { itemParameters } from './itemParameters';
import { readCancelOnStop, readMaxConcurrent, readWaitMode, type WaitMode } from './waiting';

/** @throws NodeOperationError for a provider that this version does not know. */
export function readProvider(context: IExecuteFunctions): Provider {
	const { read, problems } = itemParameters(context, 0);
	const name = read('provider', 'Provider', choiceOf(PROVIDER_LABELS));
	if (name === undefined) {
		throw new NodeOperationError(context.getNode(), problems[0] ?? 'Provider is empty');
	}
	return PROVIDERS[name];
}

export interface RunParameters {
	waitMode: WaitMode;
	/** Tasks of this run that the provider may have in flight at a time. */
	maxConcurrent: number;
	/** null: the run may cost what it costs. */
	cap: Cap | null;
	/** The provider is asked to cancel the run's tasks when the user stops the execution. */
	cancelOnStop: boolean;
}

/** What is wrong with them is said of the first item, when it is read. */
export function readRunParameters(context: IExecuteFunctions): RunParameters {
	const parameters = itemParameters(context, 0);
	return {
		waitMode: readWaitMode(parameters),
		maxConcurrent: readMaxConcurrent(parameters) ?? DEFAULT_MAX_CONCURRENT,
		cap: readCap(context),
		cancelOnStop: readCancelOnStop(parameters),
	};
}
