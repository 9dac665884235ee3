import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import {
	cancelProperties,
	listProperties,
	operationProperty,
	priceProperties,
} from './descriptions/account';
import { providerCredentials, providerProperty, providerSubtitle } from './descriptions/provider';
import { manageAccount, searchModels } from './lazy';

export class SoraAccount implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Account',
		name: 'soraAccount',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Get the balance, the price of a video or the list of tasks, or cancel a task',
		defaults: { name: 'Sora Account' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: providerCredentials,
		properties: [
			providerProperty,
			operationProperty,
			...priceProperties,
			...listProperties,
			...cancelProperties,
		],
	};

	methods = { listSearch: { searchModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await manageAccount(this)];
	}
}
