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

export class SoraTextToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Text to Video',
		name: 'soraTextToVideo',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Turn prompts into videos with Seedance, Wan, Kling, Veo and other models',
		defaults: { name: 'Sora Text to Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: providerCredentials,
		webhooks: resumeWebhooks,
		properties: [
			providerProperty,
			...modelProperties('text'),
			promptProperty,
			durationProperty,
			aspectRatioProperty('text'),
			resolutionProperty,
			waitModeProperty,
			{ ...downloadVideoProperty, displayOptions: { hide: { waitMode: ['submit'] } } },
			generateOptions('text'),
		],
	};

	methods = { listSearch: { searchModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await generateVideos(this, 'text')];
	}

	/** The provider, or this n8n itself, calls a suspended execution. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerResumeCall(this);
	}
}
