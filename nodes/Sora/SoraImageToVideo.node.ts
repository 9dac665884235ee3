import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { generateOptions } from './descriptions/generateOptions';
import { imageProperties } from './descriptions/image';
import { modelProperties } from './descriptions/model';
import { providerCredentials, providerProperty } from './descriptions/provider';
import {
	aspectRatioProperty,
	durationProperty,
	promptProperty,
	resolutionProperty,
} from './descriptions/video';
import { downloadVideoProperty, waitModeProperty } from './descriptions/waiting';
import { generateVideos } from './n8n/generate';
import { searchModels } from './n8n/modelSearch';

export class SoraImageToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Image to Video',
		name: 'soraImageToVideo',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["provider"] }}',
		description: 'Turn pictures into videos with Seedance, Wan, Kling, Veo and other models',
		defaults: { name: 'Sora Image to Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: providerCredentials,
		properties: [
			providerProperty,
			...modelProperties('image'),
			...imageProperties,
			promptProperty,
			durationProperty,
			aspectRatioProperty('image'),
			resolutionProperty,
			waitModeProperty,
			{ ...downloadVideoProperty, displayOptions: { hide: { waitMode: ['submit'] } } },
			generateOptions('image'),
		],
	};

	methods = { listSearch: { searchModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await generateVideos(this, 'image')];
	}
}
