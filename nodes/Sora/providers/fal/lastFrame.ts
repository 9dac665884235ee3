import { arrayOf, httpUrlOf, objectOf } from '../../shared/json';
import type { LastFrame } from '../provider';
import { frameModel } from '../shared/lastFrame';

const ID = 'fal-ai/ffmpeg-api/extract-frame';

/** A fraction of a cent: billed by the second of computing. */
export const falLastFrame: LastFrame = {
	comes: 'byTask',
	atMostUsd: 0.01,
	model: frameModel({ provider: 'fal', id: ID, source: `https://fal.ai/models/${ID}/llms.txt` }),
	inputs: (videoUrl) => ({ video_url: videoUrl, frame_type: 'last' }),
	urlIn: (response) => {
		const [image] = arrayOf(objectOf(response).images);
		return httpUrlOf(objectOf(image).url);
	},
};
