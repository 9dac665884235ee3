/** Meta's Graph API as far as a Reel needs it: it fetches the video itself, as Meta does. */

import { probe } from '../probe';
import type { Respond, PlatformResponse } from './platform';

export const TOKEN = 'instagram-token';
export const REEL_LINK = 'https://www.instagram.com/reel/example/';
const CONTAINER = '17900000000000001';
const MEDIA = '17900000000000002';

/** developers.facebook.com, IG Container: `status_code`, and what `status` says of it. */
type ContainerStatus = readonly [code: string, status: string];

const FETCHED: readonly ContainerStatus[] = [
	['IN_PROGRESS', 'In Progress: Media is still being processed.'],
	['FINISHED', 'Finished: Media has been uploaded and it is ready to be published.'],
];

export interface InstagramAccount {
	/** Opens a public address as a server of Meta's would. */
	fetchVideo: (url: string) => Promise<Response>;
	/** The text of each Reel. */
	published: string[];
	/** What the checks of a container answer, one after the other. Default: it is fetched. */
	statuses?: readonly ContainerStatus[];
	/** What the container's publication is refused with. Default: it is published. */
	refusal?: PlatformResponse;
}

export function instagram(account: InstagramAccount): Respond {
	let caption: string | null = null;
	let isPublished = false;
	let checks: string[] = [];
	return async ({ method, path, query, body }, refuse): Promise<PlatformResponse> => {
		const form = new URLSearchParams(body.toString());
		const call = `${method} ${path.replace(/^\/v\d+\.0/, '')}`;
		if (query.get('access_token') !== TOKEN) return refuse(`${call} has no token`);
		if (/^POST \/\d+\/media$/.test(call)) {
			if (form.get('media_type') !== 'REELS') return refuse('media_type is not REELS');
			const mistake = await mistakeIn(await account.fetchVideo(form.get('video_url') ?? ''));
			if (mistake !== null) return refuse(mistake);
			caption = form.get('caption');
			isPublished = false;
			checks = [];
			return { json: { id: CONTAINER } };
		}
		if (call === `GET /${CONTAINER}`) {
			if (query.get('fields') !== 'status_code,status') return refuse('no status is asked for');
			const [status_code, status] = (account.statuses ?? FETCHED)[checks.length];
			checks.push(status_code);
			return { json: { status_code, status, id: CONTAINER } };
		}
		if (/^POST \/\d+\/media_publish$/.test(call)) {
			if (form.get('creation_id') !== CONTAINER) return refuse('another container');
			if (checks.at(-1) !== 'FINISHED') return refuse('published before it was finished');
			if (account.refusal !== undefined) return account.refusal;
			if (isPublished) return refuse('published twice');
			isPublished = true;
			account.published.push(caption ?? '');
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
