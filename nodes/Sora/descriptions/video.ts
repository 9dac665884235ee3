/** What all generating nodes ask for. */

import type { INodeProperties } from 'n8n-workflow';
import { ASPECT_RATIOS, RESOLUTIONS, type ModelKind } from '../models/model';
import {
	DEFAULT_ASPECT_RATIO,
	DEFAULT_DURATION_SECONDS,
	DEFAULT_RESOLUTION,
} from '../shared/parameterDefaults';

const PROMPT_OF_A_VIDEO = {
	placeholder:
		'e.g. A paper boat sails down a rainy street, the camera follows close above the water',
	description: 'Text description of the video: subject, motion, camera, light and sound',
};
const PROMPTS: Readonly<Record<ModelKind, { placeholder: string; description: string }>> = {
	text: PROMPT_OF_A_VIDEO,
	image: PROMPT_OF_A_VIDEO,
	video: {
		placeholder: 'e.g. The boat turns the corner and comes to rest at a doorstep',
		description:
			'How the video goes on, or what changes in it. Models that join videos take no prompt.',
	},
};

export function promptProperty(kind: ModelKind): INodeProperties {
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		// Some models that only join clips take none, which is known when the node runs.
		...(kind === 'video' ? {} : { required: true }),
		default: '',
		...PROMPTS[kind],
	};
}

export const durationProperty: INodeProperties = {
	displayName: 'Duration (Seconds)',
	name: 'duration',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: DEFAULT_DURATION_SECONDS,
	description:
		"Length of the video. Set to 0 to use the model's own default. A length that the model doesn't support is rejected before anything is paid.",
};

const AUTO_RATIO: Readonly<Record<ModelKind, string>> = {
	text: "The model's own default",
	image: 'The supported ratio that is closest to the image',
	video: "The shape of the clip, or the model's own default",
};
const RATIO_NAMES: Readonly<Record<string, string>> = {
	'16:9': 'Landscape (16:9)',
	'9:16': 'Portrait (9:16)',
	'1:1': 'Square (1:1)',
	'4:3': 'Classic (4:3)',
	'3:4': 'Portrait (3:4)',
	'21:9': 'Cinema (21:9)',
};

export function aspectRatioProperty(kind: ModelKind): INodeProperties {
	const ratios = ASPECT_RATIOS.map((value) => ({
		name: RATIO_NAMES[value],
		value: value as string,
	}));
	const auto = { name: 'Auto', value: 'auto', description: AUTO_RATIO[kind] };
	const property: INodeProperties = {
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		options: [auto, ...ratios].sort((a, b) => a.name.localeCompare(b.name)),
		default: 'auto',
		description:
			"The shape of the frame. Use an expression for ratios that aren't listed. A ratio that the model doesn't support is rejected before anything is paid.",
	};
	return { ...property, default: DEFAULT_ASPECT_RATIO[kind] };
}

export const resolutionProperty: INodeProperties = {
	displayName: 'Resolution',
	name: 'resolution',
	type: 'options',
	options: [
		{ name: 'Auto', value: 'auto', description: "The model's own default" },
		...RESOLUTIONS.map((value) => ({ name: value.replace('k', 'K'), value })),
	].sort((a, b) => a.name.localeCompare(b.name)),
	default: DEFAULT_RESOLUTION,
	description:
		"The short side of the frame in pixels. Use an expression for values that aren't listed, e.g. 768p or 2k.",
};
