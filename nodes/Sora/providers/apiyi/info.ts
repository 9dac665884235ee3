import type { DefaultModel, ProviderInfo } from '../providerInfo';

const SEEDANCE_FAST: DefaultModel = {
	id: 'doubao-seedance-2-0-fast-260128',
	name: 'Seedance 2.0 Fast',
};

export const apiyiInfo: ProviderInfo = {
	name: 'apiyi',
	displayName: 'APIYI',
	description: 'Seedance and relayed models at api.apiyi.com',
	credentialType: 'apiyiApi',
	credentialName: 'APIYI API',
	defaultBaseUrl: 'https://api.apiyi.com',
	can: {
		list: false,
		cancel: false,
		callback: false,
		upload: false,
		price: false,
		balance: false,
		lastFrame: true,
	},
	listShowsPrompts: false,
	// https://docs.apiyi.com, Sora 2 image to video; Seedance refuses files over 30 MB.
	images: { kinds: ['png', 'jpeg', 'webp'], maxBytes: 30_000_000 },
	// Ark takes images in requests, but videos by their address only.
	clips: { from: ['address'], maxBytes: 0 },
	lastFrameComes: 'withTheVideo',
	hasPricesInCny: true,
	defaultModels: { text: SEEDANCE_FAST, image: SEEDANCE_FAST, video: SEEDANCE_FAST },
	balancePage: 'api.apiyi.com/account/profile',
	videosKept: 'Seedance 24 hours, Sora 1 day',
	tasksAtATime: 'No limit',
};
