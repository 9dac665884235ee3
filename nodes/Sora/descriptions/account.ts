import type { INodeProperties } from 'n8n-workflow';
import type { ModelKind } from '../models/model';
import { whoCan } from '../providers/infos';
import { TASK_STATUSES } from '../providers/video';
import { additionalInputsOption, generateAudioOption } from './generateOptions';
import { taskIdProperty } from './getResult';
import { modelProperties } from './model';
import { aspectRatioProperty, durationProperty, resolutionProperty } from './video';

export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Cancel Task',
			value: 'cancelTask',
			action: 'Cancel a task',
			description: `Ask the provider to cancel a task. Supported by ${whoCan('cancel')}.`,
		},
		{
			name: 'Estimate Price',
			value: 'estimatePrice',
			action: 'Estimate a price',
			description: 'What a video would cost. Nothing is submitted.',
		},
		{
			name: 'Get Balance',
			value: 'getBalance',
			action: 'Get the balance',
			description: `What is left in the account. Supported by ${whoCan('balance')}.`,
		},
		{
			name: 'List Tasks',
			value: 'listTasks',
			action: 'List tasks',
			description: `The tasks of the account, newest first. Supported by ${whoCan('list')}.`,
		},
	],
	default: 'getBalance',
};

const forPrice = { operation: ['estimatePrice'] };
const forList = { operation: ['listTasks'] };

/** Also shown only where the property's own conditions hold. */
function shownFor(show: Record<string, string[]>, property: INodeProperties): INodeProperties {
	const { displayOptions = {} } = property;
	return {
		...property,
		displayOptions: { ...displayOptions, show: { ...displayOptions.show, ...show } },
	};
}

const kindProperty: INodeProperties = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Image', value: 'image', description: 'A video that starts from an image' },
		{ name: 'Text', value: 'text', description: 'A video from a prompt alone' },
		{ name: 'Video', value: 'video', description: 'A video that extends or changes another one' },
	],
	default: 'text',
	description: 'What the video is made of',
};

function modelsOf(kind: ModelKind): INodeProperties[] {
	return modelProperties(kind).map((property) => shownFor({ ...forPrice, kind: [kind] }, property));
}

export const priceProperties: INodeProperties[] = [
	shownFor(forPrice, kindProperty),
	...modelsOf('text'),
	...modelsOf('image'),
	...modelsOf('video'),
	shownFor(forPrice, durationProperty),
	shownFor(forPrice, aspectRatioProperty('image')),
	shownFor(forPrice, resolutionProperty),
	shownFor(forPrice, {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [additionalInputsOption, generateAudioOption],
	}),
];

const titled = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export const listProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		displayOptions: { show: forList },
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { ...forList, returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		displayOptions: { show: forList },
		default: {},
		options: [
			{
				displayName: 'Models',
				name: 'models',
				type: 'string',
				default: '',
				placeholder: 'e.g. bytedance/seedance-2.5/*',
				description:
					"Only tasks of these models: the provider's model IDs, separated by commas. A * at the end matches everything that starts the same.",
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: [...TASK_STATUSES].sort().map((value) => ({ name: titled(value), value })),
				default: [],
				description: 'Only tasks with one of these statuses. If empty, all tasks.',
			},
		],
	},
];

export const cancelProperties: INodeProperties[] = [
	shownFor({ operation: ['cancelTask'] }, taskIdProperty),
];
