import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_BINARY_FIELD, DEFAULT_LAST_FRAME_FIELD } from '../shared/parameterDefaults';

const SOURCES = [
	{ name: 'Binary Field', value: 'binary', description: 'A file from a previous node' },
	{ name: 'URL', value: 'url', description: 'An http, https or data URL' },
];

/** Where the frames come from. */
export const imageProperties: INodeProperties[] = [
	{
		displayName: 'Image Source',
		name: 'imageSource',
		type: 'options',
		options: SOURCES,
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
	{
		displayName: 'Last Frame Source',
		name: 'lastImageSource',
		type: 'options',
		options: [
			{ name: 'None', value: 'none', description: 'The video ends as the model likes' },
			...SOURCES,
		],
		default: 'none',
		description:
			'Where the image that the video ends on comes from. Supported only by certain models.',
	},
	{
		displayName: 'Last Frame Binary Field',
		name: 'lastBinaryPropertyName',
		type: 'string',
		required: true,
		default: DEFAULT_LAST_FRAME_FIELD,
		hint: 'The name of the input binary field containing the image',
		displayOptions: { show: { lastImageSource: ['binary'] } },
	},
	{
		displayName: 'Last Frame URL',
		name: 'lastImageUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/last-frame.png',
		description: 'URL of the image that the video ends on',
		displayOptions: { show: { lastImageSource: ['url'] } },
	},
];
