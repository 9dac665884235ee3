import type { INodeProperties } from 'n8n-workflow';
import {
	includeProviderResponseOption,
	onTimeoutOption,
	outputFieldOption,
	waitTimeoutOption,
} from './waiting';

export const taskIdProperty: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.taskId }}',
	description: "The provider's ID of the task; the address of its result is taken as well",
};

export const whenUnfinishedProperty: INodeProperties = {
	displayName: 'When Unfinished',
	name: 'whenUnfinished',
	type: 'options',
	options: [
		{
			name: 'Return',
			value: 'return',
			description: 'Pass the task on as it is, so that the workflow can come back later',
		},
		{ name: 'Wait', value: 'wait', description: 'Hold the execution until the video is there' },
	],
	default: 'wait',
	description: 'What to do with a task that is still queued or rendering',
};

/** A single look has an end of its own. */
const onlyWhereItWaits = { hide: { '/whenUnfinished': ['return'] } };

export const getResultOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		includeProviderResponseOption,
		{ ...onTimeoutOption, displayOptions: onlyWhereItWaits },
		outputFieldOption,
		{
			...waitTimeoutOption,
			description: 'How long to wait for each video, counted from the start of this node',
			displayOptions: onlyWhereItWaits,
		},
	],
};
