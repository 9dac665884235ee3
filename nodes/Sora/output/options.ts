/** The options of every node that say what an item's output looks like. */

import { DEFAULT_OUTPUT_FIELD } from '../shared/parameterDefaults';
import type { ReadParameter } from '../shared/parameterReader';
import { readBoolean, readText } from '../shared/readValue';

/** How an item's output looks. */
export interface OutputOptions {
	outputField: string;
	includeProviderResponse: boolean;
}

export function readOutputOptions(option: ReadParameter): OutputOptions {
	return {
		outputField: option('outputField', 'Output Field', readText) ?? DEFAULT_OUTPUT_FIELD,
		includeProviderResponse:
			option('includeProviderResponse', 'Include Provider Response', readBoolean) ?? false,
	};
}
