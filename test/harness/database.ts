/** n8n's database behind the Remove Duplicates helpers of the contexts, for the workflows that have one. */

import { DataDeduplicationService } from 'n8n-core';
import type { ICheckProcessedContextData } from 'n8n-workflow';
import { ProcessedData } from './processedData';

const databases = new Map<string, ProcessedData>();
let isSet = false;

/** @param workflowId no two tests of a suite should have the same. */
export async function databaseFor(workflowId: string): Promise<ProcessedData> {
	if (!isSet) {
		isSet = true;
		// n8n lets it be set once a process, and a suite before this one may have done so.
		Reflect.set(DataDeduplicationService, 'instance', undefined);
		await DataDeduplicationService.init({
			checkProcessedAndRecord: async (items, scope, at) =>
				await of(at).checkProcessedAndRecord(items, scope, at),
			removeProcessed: async (items, scope, at) => await of(at).removeProcessed(items, scope, at),
			clearAllProcessedItems: async (scope, at) => await of(at).clearAllProcessedItems(scope, at),
			getProcessedDataCount: async (scope, at) => await of(at).getProcessedDataCount(scope, at),
		});
	}
	const database = databases.get(workflowId) ?? new ProcessedData();
	databases.set(workflowId, database);
	return database;
}

function of({ workflow }: ICheckProcessedContextData): ProcessedData {
	const database = databases.get(workflow.id ?? '');
	if (database === undefined) throw new Error('no database');
	return database;
}
