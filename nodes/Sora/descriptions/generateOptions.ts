import type { INodeProperties } from 'n8n-workflow';
import type { ModelKind } from '../models/model';
import {
	includeProviderResponseOption,
	onTimeoutOption,
	outputFieldOption,
	waitTimeoutOption,
} from './waiting';

const common: INodeProperties[] = [
	{
		displayName: 'Additional Inputs',
		name: 'additionalInputs',
		type: 'json',
		default: '{}',
		description:
			"Merged last into the provider's own inputs: the way to every parameter that has no field here",
	},
	{
		displayName: 'Callback URL',
		name: 'callbackUrl',
		type: 'string',
		default: '',
		placeholder: 'https://…',
		description: 'The provider reports the end of the task to this address, where it can',
	},
	{
		displayName: 'Cancel on Timeout',
		name: 'cancelOnTimeout',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask the provider to cancel a task that is not done in time, where it can',
	},
	{
		displayName: 'Generate Audio',
		name: 'generateAudio',
		type: 'boolean',
		default: true,
		description: "Whether the video has sound. Left out, the model's own default counts.",
	},
	includeProviderResponseOption,
	{
		displayName: 'Max Concurrent',
		name: 'maxConcurrent',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 5,
		description: 'Tasks in flight at the provider from this run of the node',
	},
	{
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		default: '',
		description: 'What the video must not show',
	},
	onTimeoutOption,
	outputFieldOption,
	{
		displayName: 'Seed',
		name: 'seed',
		type: 'number',
		typeOptions: { numberPrecision: 0 },
		default: 0,
		description: 'The same seed gives a similar video, where the model takes one',
	},
	waitTimeoutOption,
];

const imageFitOption: INodeProperties = {
	displayName: 'Image Fit',
	name: 'imageFit',
	type: 'options',
	options: [
		{ name: 'Crop', value: 'crop', description: 'Fill the frame and cut what stands over' },
		{ name: 'Error', value: 'error', description: 'Refuse a picture of another size' },
		{
			name: 'Pad',
			value: 'pad',
			description: 'Keep the whole picture and fill the rest with a blur',
		},
	],
	default: 'crop',
	description: 'What to do when a model demands an exact frame size and the picture has another',
};

export function generateOptions(kind: ModelKind): INodeProperties {
	const options = kind === 'image' ? [...common, imageFitOption] : common;
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
