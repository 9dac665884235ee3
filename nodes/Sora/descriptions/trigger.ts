import type { INodeProperties } from 'n8n-workflow';
import { whoCannot } from '../providers/infos';
import {
	checkForOption,
	includeProviderResponseOption,
	outputFieldOption,
	publicUrlHoursOption,
} from './waiting';

export const watchProperty: INodeProperties = {
	displayName: 'Watch',
	name: 'watch',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Account',
			value: 'account',
			description: `All tasks of the API key, no matter where they were submitted. Not available with ${whoCannot('list')}.`,
		},
		{
			name: 'Task IDs',
			value: 'taskIds',
			description: 'Only the tasks that you name, each of them once',
		},
	],
	default: 'account',
	description: 'Which tasks to watch',
};

export const taskIdsProperty: INodeProperties = {
	displayName: 'Task IDs',
	name: 'taskIds',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. 5f0c2a…, 91be47…',
	description:
		'Task IDs separated by commas, spaces or new lines, or an array from an expression. You can also enter the URLs of results.',
	displayOptions: { show: { watch: ['taskIds'] } },
};

export const eventsProperty: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: [
		{ name: 'Completed', value: 'completed', description: 'The video is ready' },
		{
			name: 'Failed',
			value: 'failed',
			description: 'The task failed, was cancelled or expired. The item says why.',
		},
	],
	default: ['completed'],
	description: 'Which outcomes start the workflow',
};

const modelsOption: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'string',
	default: '',
	placeholder: 'e.g. bytedance/seedance-2.5/*, google/veo3.1/text-to-video',
	description:
		"Only tasks of these models: the provider's model IDs, separated by commas. A * at the end matches everything that starts the same.",
	displayOptions: { show: { '/watch': ['account'] } },
};

export const triggerOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		checkForOption,
		includeProviderResponseOption,
		modelsOption,
		outputFieldOption,
		publicUrlHoursOption,
	],
};
