/** TikTok's Content Posting API as far as an upload to the inbox needs it, with its rules for chunks. */

import type { Respond, PlatformRequest, PlatformResponse } from './platform';

export const TOKEN = 'tiktok-token';
const PUBLISH_ID = 'v_inbox_file~v2.1';
/** developers.tiktok.com, Media Transfer Guide. */
const SMALLEST_CHUNK = 5_000_000;
const LARGEST_CHUNK = 64_000_000;
const LARGEST_LAST_CHUNK = 128_000_000;

interface Source {
	source: string;
	video_size: number;
	chunk_size: number;
	total_chunk_count: number;
}

const ok = (data: unknown): PlatformResponse => ({
	json: { data, error: { code: 'ok', message: '', log_id: '1' } },
});

/** developers.tiktok.com, Get Post Status. */
interface PublishStatus {
	status: string;
	fail_reason?: string;
}

const ARRIVED: readonly PublishStatus[] = [
	{ status: 'PROCESSING_UPLOAD' },
	{ status: 'SEND_TO_USER_INBOX' },
];

export interface TikTokAccount {
	/** Where this stand-in is reached. */
	origin: () => string;
	/** Each whole video. */
	uploaded: Buffer[];
	/** What the checks of an upload answer, one after the other. Default: it arrives. */
	statuses?: readonly PublishStatus[];
	/** What the start of an upload is refused with. Default: it starts. */
	refusal?: PlatformResponse;
	/** Answers to chunks that aren't taken, by the chunk's number from 0. Each is given once. */
	lostChunks?: Map<number, PlatformResponse>;
}

export function tiktok(account: TikTokAccount): Respond {
	let source: Source | null = null;
	let chunks: Buffer[] = [];
	let checks = 0;
	return (request, refuse): PlatformResponse => {
		const call = `${request.method} ${request.path}`;
		if (call === 'PUT /video/') {
			if (source === null) return refuse('no upload was started');
			const mistake = mistakeInChunk(request, source, chunks);
			if (mistake !== null) return refuse(mistake);
			const lost = account.lostChunks?.get(chunks.length);
			account.lostChunks?.delete(chunks.length);
			if (lost !== undefined) return lost;
			chunks.push(request.body);
			if (chunks.length < source.total_chunk_count) return { status: 206 };
			account.uploaded.push(Buffer.concat(chunks));
			return { status: 201 };
		}
		if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(`${call}: no token`);
		const body = JSON.parse(request.body.toString()) as Record<string, unknown>;
		if (call === 'POST /v2/post/publish/inbox/video/init/') {
			source = body.source_info as Source;
			[chunks, checks] = [[], 0];
			const mistake = mistakeInSource(source);
			if (mistake !== null) return refuse(mistake);
			if (account.refusal !== undefined) return account.refusal;
			return ok({ publish_id: PUBLISH_ID, upload_url: `${account.origin()}/video/?upload_id=1` });
		}
		if (call === 'POST /v2/post/publish/status/fetch/') {
			if (body.publish_id !== PUBLISH_ID) return refuse('another publish_id');
			const isWhole = chunks.length === source?.total_chunk_count;
			if (!isWhole) return refuse('asked before the upload was complete');
			return ok((account.statuses ?? ARRIVED)[checks++]);
		}
		return refuse(`${call} is unknown`);
	};
}

function mistakeInSource({ source, video_size, chunk_size, total_chunk_count }: Source) {
	if (source !== 'FILE_UPLOAD') return 'source is not FILE_UPLOAD';
	if (total_chunk_count !== Math.floor(video_size / chunk_size)) return 'wrong number of chunks';
	if (video_size < SMALLEST_CHUNK && chunk_size !== video_size) return 'small, and not whole';
	if (total_chunk_count > 1 && chunk_size < SMALLEST_CHUNK) return 'chunks are too small';
	return chunk_size > LARGEST_CHUNK ? 'chunks are too large' : null;
}

function mistakeInChunk(
	{ headers, body }: PlatformRequest,
	{ video_size, chunk_size, total_chunk_count }: Source,
	before: readonly Buffer[],
): string | null {
	const first = before.reduce((sum, { length }) => sum + length, 0);
	const range = `bytes ${first}-${first + body.length - 1}/${video_size}`;
	const isLast = before.length === total_chunk_count - 1;
	const size = isLast ? video_size - first : chunk_size;
	if (headers['content-range'] !== range) return `${headers['content-range']}, and not ${range}`;
	if (headers['content-length'] !== String(size)) return `a chunk of ${body.length}, not ${size}`;
	if (headers['content-type'] !== 'video/mp4') return `a chunk is ${headers['content-type']}`;
	return body.length > LARGEST_LAST_CHUNK ? 'the last chunk is too large' : null;
}
