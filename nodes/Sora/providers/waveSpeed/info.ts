import type { ProviderInfo } from '../providerInfo';

export const waveSpeedInfo: ProviderInfo = {
	name: 'waveSpeed',
	displayName: 'WaveSpeedAI',
	description: 'Many models at api.wavespeed.ai',
	credentialType: 'waveSpeedApi',
	credentialName: 'WaveSpeedAI API',
	defaultBaseUrl: 'https://api.wavespeed.ai',
	can: {
		list: true,
		cancel: false,
		callback: true,
		upload: true,
		price: true,
		balance: true,
		lastFrame: false,
	},
	listShowsPrompts: false,
	// https://wavespeed.ai/docs/docs-api/google/google-veo3.1-reference-to-video: PNG, JPEG, WebP up to 50 MB.
	images: { kinds: ['png', 'jpeg', 'webp'], maxBytes: 50_000_000 },
	// https://wavespeed.ai/docs: files are uploaded to a presigned address, which names no limit.
	clips: { from: ['file', 'address'], maxBytes: 1_000_000_000 },
	hasPricesInCny: false,
	defaultModels: {
		text: { id: 'bytedance/seedance-2.5/text-to-video', name: 'Seedance 2.5' },
		image: { id: 'bytedance/seedance-2.5/image-to-video', name: 'Seedance 2.5' },
		video: { id: 'kwaivgi/kling-v4.0/video-extend', name: 'Kling 4.0 Extend' },
	},
	videosKept: '7 days',
	tasksAtATime: '2 or 3 in the first tier; others wait there',
};
