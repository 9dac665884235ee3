import type { INodeProperties } from 'n8n-workflow';

/** Where the picture comes from. */
export const imageProperties: INodeProperties[] = [
	{
		displayName: 'Image Source',
		name: 'imageSource',
		type: 'options',
		options: [
			{
				name: 'Binary Field',
				value: 'binary',
				description: 'A file that an earlier node has brought',
			},
			{ name: 'URL', value: 'url', description: 'An http, https or data address' },
		],
		default: 'binary',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the input field that holds the picture',
		displayOptions: { show: { imageSource: ['binary'] } },
	},
	{
		displayName: 'Image URL',
		name: 'imageUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/product.jpg',
		description: 'Address of the picture. It is fetched and checked before anything is submitted.',
		displayOptions: { show: { imageSource: ['url'] } },
	},
];
