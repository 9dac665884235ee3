/** What the nodes that make videos have in common, whatever they make them of. */

import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { clipProperties } from './descriptions/clip';
import { generateOptions } from './descriptions/generateOptions';
import { imageProperties } from './descriptions/image';
import { modelProperties } from './descriptions/model';
import { providerCredentials, providerProperty } from './descriptions/provider';
import { resumeWebhooks } from './descriptions/resume';
import {
	aspectRatioProperty,
	durationProperty,
	promptProperty,
	resolutionProperty,
} from './descriptions/video';
import { downloadVideoProperty, waitModeProperty } from './descriptions/waiting';
import { answerResumeCall, generateVideos, searchModels } from './lazy';
import type { ModelKind } from './models/model';

/** What the video is made of, beside the prompt. */
const SOURCES: Readonly<Record<ModelKind, readonly INodeProperties[]>> = {
	text: [],
	image: imageProperties,
	video: clipProperties,
};

interface GeneratingNode {
	/** The names, the icon and the connections are the node's own: n8n's linter reads them where they stand. */
	description: Pick<INodeTypeDescription, 'credentials' | 'webhooks' | 'properties'>;
	methods: { listSearch: { searchModels: typeof searchModels } };
	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
	/** The provider, or this n8n itself, calls a suspended execution. */
	webhook(this: IWebhookFunctions): Promise<IWebhookResponseData>;
}

export function generatingNode(kind: ModelKind): GeneratingNode {
	return {
		description: {
			credentials: providerCredentials,
			webhooks: resumeWebhooks,
			properties: [
				providerProperty,
				...modelProperties(kind),
				...SOURCES[kind],
				promptProperty(kind),
				durationProperty,
				aspectRatioProperty(kind),
				resolutionProperty,
				waitModeProperty,
				{ ...downloadVideoProperty, displayOptions: { hide: { waitMode: ['submit'] } } },
				generateOptions(kind),
			],
		},
		methods: { listSearch: { searchModels } },
		async execute() {
			return [await generateVideos(this, kind)];
		},
		async webhook() {
			return await answerResumeCall(this);
		},
	};
}
