/** How long a node waits, and what it brings back. */

import type { INodeProperties } from 'n8n-workflow';
import { PLATFORMS, PLATFORM_NAMES } from '../media/platform/platforms';
import { DEFAULT_OUTPUT_FIELD, DEFAULT_WAIT_TIMEOUT_SECONDS } from '../shared/parameterDefaults';
import { whoCan } from '../providers/infos';

export const waitModeProperty: INodeProperties = {
	displayName: 'Wait Mode',
	name: 'waitMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Submit Only',
			value: 'submit',
			description:
				'Return the task at once. Get the video later with Sora Get Result or Sora Trigger.',
		},
		{
			name: 'Suspend',
			value: 'suspend',
			description: `Free the worker until the provider calls back. Supported by ${whoCan('callback')}; n8n must be reachable from the internet.`,
		},
		{
			name: 'Wait for the Video',
			value: 'wait',
			description: 'Hold the execution until all videos are ready',
		},
	],
	default: 'wait',
	description: 'How to wait for the videos',
};

export const downloadVideoProperty: INodeProperties = {
	displayName: 'Download Video',
	name: 'downloadVideo',
	type: 'boolean',
	default: true,
	description:
		'Whether to attach the video as binary data. With most providers, the link expires within days.',
};

export const checkForOption: INodeProperties = {
	displayName: 'Check For',
	name: 'checkFor',
	type: 'multiOptions',
	options: PLATFORM_NAMES.map((value) => ({ name: PLATFORMS[value].name, value })),
	default: [],
	description:
		'Platforms that the video is for. A warning is added for each limit that it breaks: length, frame size, frame rate, codecs, file size. Nothing is rejected.',
};

export const outputFieldOption: INodeProperties = {
	displayName: 'Output Field',
	name: 'outputField',
	type: 'string',
	default: DEFAULT_OUTPUT_FIELD,
	description: 'The name of the output binary field to put the video in',
};

export const waitTimeoutOption: INodeProperties = {
	displayName: 'Wait Timeout (Seconds)',
	name: 'waitTimeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_WAIT_TIMEOUT_SECONDS,
	description: 'How long to wait for each video, counted from when its task was submitted',
};

export const onTimeoutOption: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'error', description: 'The item fails, and the error names the task' },
		{
			name: 'Pass On',
			value: 'return',
			description: 'The item continues with the unfinished task',
		},
	],
	default: 'error',
	description: "What to do if the video isn't ready when the time is up",
};

export const includeProviderResponseOption: INodeProperties = {
	displayName: 'Include Provider Response',
	name: 'includeProviderResponse',
	type: 'boolean',
	default: false,
	description: "Whether to add the provider's last response, unchanged, as providerResponse",
};

export const publicUrlHoursOption: INodeProperties = {
	displayName: 'Public URL (Hours)',
	name: 'publicUrlHours',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How long anybody can fetch the stored video from this n8n, at publicUrl. Needed by platforms that fetch videos themselves, e.g. Instagram. n8n must be reachable from the internet. 0 means no URL.',
};
