import type { INodeProperties } from 'n8n-workflow';
import type { ModelKind } from '../models/model';
import { DEFAULT_MAX_CONCURRENT } from '../shared/parameterDefaults';
import { whoCan } from '../providers/infos';
import {
	includeProviderResponseOption,
	onTimeoutOption,
	outputFieldOption,
	waitTimeoutOption,
} from './waiting';

/** Submit Only is over before any of these counts. */
const onlyWhereItWaits = { hide: { '/waitMode': ['submit'] } };

const common: INodeProperties[] = [
	{
		displayName: 'Additional Inputs',
		name: 'additionalInputs',
		type: 'json',
		default: '{}',
		description:
			'Inputs of the model that have no field here, as a JSON object, e.g. {"last_image": "https://…"}. Merged last, so that they also replace what the fields say.',
	},
	{
		displayName: 'Callback URL',
		name: 'callbackUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/webhook',
		description: `Address that the provider calls when the task has ended. ${whoCan('callback')} can do that.`,
	},
	{
		displayName: 'Cancel on Timeout',
		name: 'cancelOnTimeout',
		type: 'boolean',
		displayOptions: onlyWhereItWaits,
		default: false,
		description: `Whether to ask the provider to cancel a task that is not done in time. Only ${whoCan('cancel')} can; elsewhere the task goes on.`,
	},
	{
		displayName: 'Generate Audio',
		name: 'generateAudio',
		type: 'boolean',
		default: true,
		description:
			"Whether to make a video with sound. Without this option the model's own default counts.",
	},
	includeProviderResponseOption,
	{
		displayName: 'Max Concurrent',
		name: 'maxConcurrent',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: DEFAULT_MAX_CONCURRENT,
		description: 'How many tasks of this run may be at the provider at the same time',
	},
	{
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		default: '',
		description: 'What the video must not show, for models that take one',
	},
	{ ...onTimeoutOption, displayOptions: onlyWhereItWaits },
	{ ...outputFieldOption, displayOptions: onlyWhereItWaits },
	{
		displayName: 'Seed',
		name: 'seed',
		type: 'number',
		typeOptions: { numberPrecision: 0 },
		default: 0,
		description: 'The same seed gives a similar video, for models that take one',
	},
	waitTimeoutOption,
];

const imageFitOption: INodeProperties = {
	displayName: 'Image Fit',
	name: 'imageFit',
	type: 'options',
	options: [
		{ name: 'Crop', value: 'crop', description: 'Fill the frame and cut off what stands over' },
		{ name: 'Error', value: 'error', description: 'Refuse an image of another size' },
		{
			name: 'Pad',
			value: 'pad',
			description: 'Keep the whole image and fill the rest with a blur',
		},
	],
	default: 'crop',
	description: 'What to do when a model demands an exact frame size and the image has another',
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
