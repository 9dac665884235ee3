import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { providerCredentials, providerProperty, providerSubtitle } from './descriptions/provider';
import {
	eventsProperty,
	taskIdsProperty,
	triggerOptions,
	watchProperty,
} from './descriptions/trigger';
import { downloadVideoProperty } from './descriptions/waiting';
import { pollTasks } from './lazy';

export class SoraTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Trigger',
		name: 'soraTrigger',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Starts the workflow when a video task ends, no matter where it was submitted',
		eventTriggerDescription: 'Waiting for a video task to end',
		activationMessage: 'Your workflow will now start whenever a video task ends.',
		defaults: { name: 'Sora Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: providerCredentials,
		properties: [
			providerProperty,
			watchProperty,
			taskIdsProperty,
			eventsProperty,
			downloadVideoProperty,
			triggerOptions,
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollTasks(this);
	}
}
