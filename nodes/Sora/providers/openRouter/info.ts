import type { DefaultModel, ProviderInfo } from '../providerInfo';

/** One ID serves text and images. The cheapest of OpenRouter's models that take what a new node asks for. */
const VEO_LITE: DefaultModel = { id: 'google/veo-3.1-lite', name: 'Veo 3.1 Lite' };

/** Takes a clip by its address, and goes on with a task. */
const SEEDANCE_FAST: DefaultModel = {
	id: 'bytedance/seedance-2.0-fast',
	name: 'Seedance 2.0 Fast',
};

export const openRouterInfo: ProviderInfo = {
	name: 'openRouter',
	displayName: 'OpenRouter',
	description: 'Many models at openrouter.ai',
	credentialType: 'openRouterVideosApi',
	credentialName: 'OpenRouter Videos API',
	defaultBaseUrl: 'https://openrouter.ai/api/v1',
	can: {
		list: false,
		cancel: false,
		callback: true,
		upload: false,
		price: true,
		balance: true,
		lastFrame: false,
	},
	listShowsPrompts: false,
	// OpenRouter names no limit. Google's for Veo: https://ai.google.dev/gemini-api/docs/veo
	images: { kinds: ['png', 'jpeg', 'webp'], maxBytes: 20_000_000 },
	clips: { from: ['task', 'address'], maxBytes: 0 },
	hasPricesInCny: false,
	defaultModels: { text: VEO_LITE, image: VEO_LITE, video: SEEDANCE_FAST },
	videosKept: 'Not published',
	tasksAtATime: 'Not published',
};
