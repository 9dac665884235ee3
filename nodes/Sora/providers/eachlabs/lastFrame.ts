import { httpUrlsIn, objectOf } from '../../shared/json';
import type { LastFrame } from '../provider';
import { frameModel } from '../shared/lastFrame';

/** The capability `stills` of Eachlabs' Video API: $0.0015 for each second of ffmpeg. */
export const eachlabsLastFrame: LastFrame = {
	comes: 'byTask',
	atMostUsd: 0.01,
	model: frameModel({
		provider: 'eachlabs',
		id: 'eachlabs-video-api',
		source: 'https://docs.eachlabs.ai/video/capabilities',
	}),
	inputs: (videoUrl) => ({
		capability: 'stills',
		input_url: videoUrl,
		params: { position: 'last', format: 'png' },
	}),
	urlIn: (response) => httpUrlsIn(objectOf(response).output)[0] ?? null,
};
