import type { ProviderInfo } from '../providerInfo';

export const falInfo: ProviderInfo = {
	name: 'fal',
	displayName: 'fal',
	description: 'Many models at queue.fal.run',
	credentialType: 'falQueueApi',
	credentialName: 'fal Queue API',
	defaultBaseUrl: 'https://queue.fal.run',
	can: {
		list: true,
		cancel: true,
		callback: true,
		upload: true,
		price: true,
		balance: true,
		lastFrame: true,
	},
	listShowsPrompts: true,
	// What the pages of Seedance say; other models take less.
	images: { kinds: ['png', 'jpeg', 'webp'], maxBytes: 30_000_000 },
	// fal names no limit; more than a model takes.
	clips: { from: ['file', 'address'], maxBytes: 1_000_000_000 },
	lastFrameComes: 'byTask',
	hasPricesInCny: false,
	defaultModels: {
		text: { id: 'bytedance/seedance-2.0/fast/text-to-video', name: 'Seedance 2.0 Fast' },
		image: { id: 'bytedance/seedance-2.0/fast/image-to-video', name: 'Seedance 2.0 Fast' },
		video: { id: 'fal-ai/pixverse/v6/extend', name: 'PixVerse V6 Extend' },
	},
	videosKept: 'As set in the account',
	tasksAtATime: '2 in a new account, up to 40; others wait in the queue',
};
