import type { INodeProperties } from 'n8n-workflow';
import { providersWhere } from '../providers/infos';
import { DEFAULT_BINARY_FIELD } from '../shared/parameterDefaults';

/** Where the clip comes from. */
export const clipProperties: INodeProperties[] = [
	{
		displayName: 'Video Source',
		name: 'videoSource',
		type: 'options',
		options: [
			{
				name: 'Binary Field',
				value: 'binary',
				description: 'A file from a previous node',
			},
			{
				name: 'URL',
				value: 'url',
				description: 'An http or https URL, or with some providers the ID of a task',
			},
		],
		default: 'binary',
		description: 'Where the video that is extended or changed comes from',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: DEFAULT_BINARY_FIELD,
		hint: 'The name of the input binary field containing the video',
		displayOptions: { show: { videoSource: ['binary'] } },
	},
	{
		displayName: 'Video URL',
		name: 'videoUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/video.mp4',
		description: `URL of the video, which the provider must be able to fetch. With ${providersWhere(({ clips }) => clips.from.includes('task'))}, you can also enter the ID of a task. For models that join videos: several URLs, separated by commas or lines, or an array.`,
		displayOptions: { show: { videoSource: ['url'] } },
	},
];
