import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_BINARY_FIELD } from '../shared/parameterDefaults';

/** Where the image comes from. */
export const imageProperties: INodeProperties[] = [
	{
		displayName: 'Image Source',
		name: 'imageSource',
		type: 'options',
		options: [
			{
				name: 'Binary Field',
				value: 'binary',
				description: 'A file from a previous node',
			},
			{ name: 'URL', value: 'url', description: 'An http, https or data URL' },
		],
		default: 'binary',
		description: 'Where the image comes from',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: DEFAULT_BINARY_FIELD,
		hint: 'The name of the input binary field containing the image',
		displayOptions: { show: { imageSource: ['binary'] } },
	},
	{
		displayName: 'Image URL',
		name: 'imageUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/image.png',
		description: 'URL of the image. It is downloaded and checked before anything is submitted.',
		displayOptions: { show: { imageSource: ['url'] } },
	},
];
