import type { INodeProperties } from 'n8n-workflow';
import { whoCannot } from '../providers/infos';
import { includeProviderResponseOption, outputFieldOption } from './waiting';

export const watchProperty: INodeProperties = {
	displayName: 'Watch',
	name: 'watch',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Account',
			value: 'account',
			description: `Every task of the API key, wherever it was submitted. There is no list of tasks at ${whoCannot('list')}.`,
		},
		{
			name: 'Task IDs',
			value: 'taskIds',
			description: 'Only the tasks that are named, each once',
		},
	],
	default: 'account',
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
		'IDs parted by commas, spaces or lines, or an array by expression; addresses of results are taken as well',
	displayOptions: { show: { watch: ['taskIds'] } },
};

export const eventsProperty: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: [
		{ name: 'Completed', value: 'completed', description: 'The video is there' },
		{
			name: 'Failed',
			value: 'failed',
			description: 'The task failed, was cancelled or expired; the item says why',
		},
	],
	default: ['completed'],
	description: 'Which ends of a task start the workflow',
};

const modelsOption: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'string',
	default: '',
	placeholder: 'e.g. bytedance/seedance-2.5/*, google/veo3.1/text-to-video',
	description:
		'Only tasks of these models, as the provider names them, parted by commas; a * at the end stands for any ending',
	displayOptions: { show: { '/watch': ['account'] } },
};

export const triggerOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [includeProviderResponseOption, modelsOption, outputFieldOption],
};
