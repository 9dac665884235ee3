/**
 * What the nodes do, loaded when it is first done: n8n reads every node file at its start, and most
 * nodes of an installation are never run.
 */

import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeListSearchResult,
	IPollFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { ModelKind } from './models/model';

export async function generateVideos(
	context: IExecuteFunctions,
	kind: ModelKind,
): Promise<INodeExecutionData[]> {
	return await (await import('./actions/generate/generateVideos')).generateVideos(context, kind);
}

export async function getResults(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await (await import('./actions/getResults')).getResults(context);
}

export async function manageAccount(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await (await import('./actions/account/account')).manageAccount(context);
}

export async function pollTasks(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	return await (await import('./trigger/poll')).pollTasks(context);
}

export async function answerResumeCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await (await import('./actions/suspend/resumeWebhook')).answerResumeCall(context);
}

export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await (await import('./methods/searchModels')).searchModels.call(this, filter);
}
