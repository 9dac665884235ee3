import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getResultOptions, taskIdProperty, whenUnfinishedProperty } from './descriptions/getResult';
import { providerCredentials, providerProperty, providerSubtitle } from './descriptions/provider';
import { downloadVideoProperty } from './descriptions/waiting';
import { getResults } from './lazy';

export class SoraGetResult implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Get Result',
		name: 'soraGetResult',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Get the status of a video task, and the video once it is ready',
		defaults: { name: 'Sora Get Result' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: providerCredentials,
		properties: [
			providerProperty,
			taskIdProperty,
			whenUnfinishedProperty,
			downloadVideoProperty,
			getResultOptions,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await getResults(this)];
	}
}
