import type { INodeProperties } from 'n8n-workflow';
import {
	checkForOption,
	includeProviderResponseOption,
	onTimeoutOption,
	outputFieldOption,
	publicUrlHoursOption,
	waitTimeoutOption,
} from './waiting';

export const taskIdProperty: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.taskId }}',
	description: "The provider's ID of the task. You can also enter the URL of its result.",
};

export const whenUnfinishedProperty: INodeProperties = {
	displayName: 'When Unfinished',
	name: 'whenUnfinished',
	type: 'options',
	options: [
		{
			name: 'Return',
			value: 'return',
			description: 'Return the task as it is, so that the workflow can check again later',
		},
		{ name: 'Wait', value: 'wait', description: 'Hold the execution until the video is ready' },
	],
	default: 'wait',
	description: 'What to do if the task is still queued or running',
};

/** A single poll has an end of its own. */
const onlyWhereItWaits = { hide: { '/whenUnfinished': ['return'] } };

export const getResultOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		checkForOption,
		includeProviderResponseOption,
		{ ...onTimeoutOption, displayOptions: onlyWhereItWaits },
		outputFieldOption,
		publicUrlHoursOption,
		{
			...waitTimeoutOption,
			description: 'How long to wait for each video, counted from the start of this node',
			displayOptions: onlyWhereItWaits,
		},
	],
};
