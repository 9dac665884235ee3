import type { ProviderInfo } from '../providerInfo';

export const eachlabsInfo: ProviderInfo = {
	name: 'eachlabs',
	displayName: 'Eachlabs',
	description: 'Many models at api.eachlabs.ai',
	credentialType: 'eachlabsApi',
	credentialName: 'Eachlabs API',
	defaultBaseUrl: 'https://api.eachlabs.ai',
	can: {
		list: true,
		cancel: true,
		callback: true,
		upload: true,
		price: false,
		balance: false,
		lastFrame: true,
	},
	listShowsPrompts: true,
	// What the model pages say: JPEG, PNG or WebP; the form takes 50 MB.
	images: { kinds: ['png', 'jpeg', 'webp'], maxBytes: 50_000_000 },
	// https://docs.eachlabs.ai/storage/upload-file
	clips: { from: ['file', 'address'], maxBytes: 100_000_000 },
	lastFrameComes: 'byTask',
	hasPricesInCny: false,
	defaultModels: {
		text: { id: 'bytedance-seedance-2-0-text-to-video-fast', name: 'Seedance 2.0 Fast' },
		image: { id: 'bytedance-seedance-2-0-image-to-video-fast', name: 'Seedance 2.0 Fast' },
		video: { id: 'kling-o1-video-to-video-edit', name: 'Kling O1 Edit' },
	},
	videosKept: 'Not published',
	tasksAtATime: '10 with a balance of $10 or less; others are sent as tasks end',
};
