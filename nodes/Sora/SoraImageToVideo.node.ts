import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { generateOptions } from './descriptions/generateOptions';
import { imageProperties } from './descriptions/image';
import { modelProperties } from './descriptions/model';
import { providerCredentials, providerProperty, providerSubtitle } from './descriptions/provider';
import { resumeWebhooks } from './descriptions/resume';
import {
	aspectRatioProperty,
	durationProperty,
	promptProperty,
	resolutionProperty,
} from './descriptions/video';
import { downloadVideoProperty, waitModeProperty } from './descriptions/waiting';
import { answerResumeCall, generateVideos, searchModels } from './lazy';

export class SoraImageToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Image to Video',
		name: 'soraImageToVideo',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Turn images into videos with Seedance, Wan, Kling, Veo and other models',
		defaults: { name: 'Sora Image to Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: providerCredentials,
		webhooks: resumeWebhooks,
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

	/** The provider, or this n8n itself, calls a suspended execution. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerResumeCall(this);
	}
}
