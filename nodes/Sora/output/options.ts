/** The options of every node that say what an item's output looks like. */

import type { IDataObject } from 'n8n-workflow';

/** How an item's output looks. */
export interface OutputOptions {
	outputField: string;
	includeProviderResponse: boolean;
}

export function readOutputOptions(options: IDataObject): OutputOptions {
	return {
		outputField: textOption(options.outputField) ?? 'data',
		includeProviderResponse: options.includeProviderResponse === true,
	};
}

/** @returns the text without spaces around it; undefined for an empty one, or for what is no text. */
export function textOption(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' ? undefined : text;
}
