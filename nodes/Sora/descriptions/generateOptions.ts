import type { INodeProperties } from 'n8n-workflow';
import type { ModelKind } from '../models/model';
import { DEFAULT_MAX_CONCURRENT } from '../shared/parameterDefaults';
import { providersWhere, whoCan } from '../providers/infos';
import {
	checkForOption,
	includeProviderResponseOption,
	onTimeoutOption,
	outputFieldOption,
	publicUrlHoursOption,
	waitTimeoutOption,
} from './waiting';

/** Submit Only is over before any of these counts. */
const onlyWhereItWaits = { hide: { '/waitMode': ['submit'] } };

export const additionalInputsOption: INodeProperties = {
	displayName: 'Additional Inputs',
	name: 'additionalInputs',
	type: 'json',
	default: '{}',
	description:
		'Inputs of the model that have no field here, as a JSON object, e.g. {"last_image": "https://…"}. They are merged last, so they overwrite the fields.',
};

export const generateAudioOption: INodeProperties = {
	displayName: 'Generate Audio',
	name: 'generateAudio',
	type: 'boolean',
	default: true,
	description:
		"Whether the video has sound. If you don't add this option, the model's own default applies.",
};

const returnLastFrameOption: INodeProperties = {
	displayName: 'Return Last Frame',
	name: 'returnLastFrame',
	type: 'boolean',
	default: false,
	description: `Whether to add the last frame of the video as an image, e.g. to start the next clip from. Supported by ${whoCan('lastFrame')}. With ${providersWhere(({ lastFrameComes }) => lastFrameComes === 'byTask')}, a task of its own takes it out of the video, which costs a fraction of a cent.`,
};

const common: INodeProperties[] = [
	additionalInputsOption,
	{
		displayName: 'Callback URL',
		name: 'callbackUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/webhook',
		description: `URL that the provider calls when the task has ended. Supported by ${whoCan('callback')}.`,
	},
	{
		displayName: 'Cancel on Stop',
		name: 'cancelOnStop',
		type: 'boolean',
		default: false,
		description: `Whether to ask the provider to cancel the run's tasks if the execution is stopped. Supported by ${whoCan('cancel')}; with other providers, the tasks continue.`,
	},
	{
		displayName: 'Cancel on Timeout',
		name: 'cancelOnTimeout',
		type: 'boolean',
		displayOptions: onlyWhereItWaits,
		default: false,
		description: `Whether to ask the provider to cancel a task that isn't done in time. Supported by ${whoCan('cancel')}; with other providers, the task continues.`,
	},
	checkForOption,
	generateAudioOption,
	{
		displayName: 'CNY per US Dollar',
		name: 'cnyPerUsd',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: `The exchange rate that Max Cost uses for prices in CNY (${providersWhere(({ hasPricesInCny }) => hasPricesInCny)}). Without it, they count as not known.`,
	},
	includeProviderResponseOption,
	{
		displayName: 'Max Concurrent',
		name: 'maxConcurrent',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: DEFAULT_MAX_CONCURRENT,
		description: 'How many tasks of this run can be in progress at the provider at the same time',
	},
	{
		displayName: 'Max Cost (US Dollars)',
		name: 'maxCost',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'The most that all items of a run may cost together. If the estimate is higher, or if there is none, nothing is submitted. 0 means no limit.',
	},
	{
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		default: '',
		description: 'What the video must not show. Supported only by certain models.',
	},
	{ ...onTimeoutOption, displayOptions: onlyWhereItWaits },
	{ ...outputFieldOption, displayOptions: onlyWhereItWaits },
	{ ...publicUrlHoursOption, displayOptions: onlyWhereItWaits },
	returnLastFrameOption,
	{
		displayName: 'Reference Images',
		name: 'referenceImages',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. product, logo',
		description:
			'Images of what the video must show, such as a product or a logo. Enter input binary fields or URLs, separated by commas or lines. Supported only by certain models.',
	},
	{
		displayName: 'Seed',
		name: 'seed',
		type: 'number',
		typeOptions: { numberPrecision: 0 },
		default: 0,
		description:
			'Use the same seed again to get a similar video. Supported only by certain models.',
	},
	waitTimeoutOption,
];

const imageFitOption: INodeProperties = {
	displayName: 'Image Fit',
	name: 'imageFit',
	type: 'options',
	options: [
		{
			name: 'Crop',
			value: 'crop',
			description: 'Fill the frame and cut off the rest of the image',
		},
		{ name: 'Error', value: 'error', description: 'Reject images of a different shape or size' },
		{
			name: 'Pad',
			value: 'pad',
			description: 'Keep the whole image and fill the rest of the frame with a blurred copy',
		},
	],
	default: 'crop',
	description:
		"What to do with an image that doesn't have the shape of the video: many models follow their image instead of Aspect Ratio, and some need an exact size",
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
