import type { ProviderInfo } from '../providerInfo';

export const openAiCompatibleInfo: ProviderInfo = {
	name: 'openAiCompatible',
	displayName: 'OpenAI-Compatible',
	description: 'Any host with a /v1/videos API, e.g. a gateway, LiteLLM, vLLM-Omni or SGLang',
	credentialType: 'openAiVideosApi',
	credentialName: 'OpenAI-Compatible Videos API',
	defaultBaseUrl: 'https://api.openai.com/v1',
	can: {
		list: 'someHosts',
		cancel: 'someHosts',
		callback: false,
		upload: false,
		price: false,
		balance: false,
		lastFrame: false,
	},
	listShowsPrompts: true,
	// OpenAI's own rule for `input_reference`; hosts take at least these.
	images: { kinds: ['png', 'jpeg', 'webp'], maxBytes: 50_000_000 },
	// OpenAI's own clips were of 20 seconds at the most; hosts name no limit.
	clips: { from: ['file', 'task'], maxBytes: 1_000_000_000 },
	hasPricesInCny: false,
	// What vLLM-Omni and SGLang Diffusion show first for each kind.
	defaultModels: {
		text: { id: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers', name: 'Wan 2.2 (A14B)' },
		image: { id: 'Wan-AI/Wan2.2-I2V-A14B-Diffusers', name: 'Wan 2.2 (A14B)' },
		video: { id: 'grok-imagine-video', name: 'Grok Imagine' },
	},
	videosKept: 'Up to the host',
	tasksAtATime: 'Up to the host',
};
