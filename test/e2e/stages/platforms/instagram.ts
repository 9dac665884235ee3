/** Meta's Graph API as far as a Reel needs it: it fetches the video itself, as Meta does. */

import { probe } from '../probe';
import type { Respond, PlatformResponse } from './platform';

export const TOKEN = 'instagram-token';
export const REEL_LINK = 'https://www.instagram.com/reel/example/';
const CONTAINER = '17900000000000001';
const MEDIA = '17900000000000002';

/**
 * @param fetchVideo opens a public address as a server of Meta's would.
 * @param published gets the text of each Reel.
 */
export function instagram(
	fetchVideo: (url: string) => Promise<Response>,
	published: string[],
): Respond {
	let caption: string | null = null;
	let checks = 0;
	return async ({ method, path, query, body }, refuse): Promise<PlatformResponse> => {
		const form = new URLSearchParams(body.toString());
		const call = `${method} ${path.replace(/^\/v\d+\.0/, '')}`;
		if (query.get('access_token') !== TOKEN) return refuse(`${call} has no token`);
		if (/^POST \/\d+\/media$/.test(call)) {
			if (form.get('media_type') !== 'REELS') return refuse('media_type is not REELS');
			const mistake = await mistakeIn(await fetchVideo(form.get('video_url') ?? ''));
			if (mistake !== null) return refuse(mistake);
			caption = form.get('caption');
			return { json: { id: CONTAINER } };
		}
		if (call === `GET /${CONTAINER}`) {
			if (query.get('fields') !== 'status_code,status') return refuse('no status is asked for');
			checks++;
			const status_code = checks === 1 ? 'IN_PROGRESS' : 'FINISHED';
			return { json: { status_code, status: status_code, id: CONTAINER } };
		}
		if (/^POST \/\d+\/media_publish$/.test(call)) {
			if (form.get('creation_id') !== CONTAINER) return refuse('another container');
			if (checks < 2) return refuse('published before the container was finished');
			published.push(caption ?? '');
			return { json: { id: MEDIA } };
		}
		if (call === `GET /${MEDIA}`) return { json: { permalink: REEL_LINK, id: MEDIA } };
		return refuse(`${call} is unknown`);
	};
}

async function mistakeIn(response: Response): Promise<string | null> {
	if (response.status !== 200) return `the video cannot be fetched: ${response.status}`;
	if (response.headers.get('content-type') !== 'video/mp4') return 'the video is no video/mp4';
	const { videoCodec } = probe(Buffer.from(await response.arrayBuffer()));
	return videoCodec === 'h264' ? null : `the video is ${videoCodec}`;
}
