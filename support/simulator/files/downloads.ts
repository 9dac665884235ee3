/** Files over HTTP: ranges, validators, and the ways in which real servers do without them. */

import type { Content, Reply } from '../server/reply';

/** How files are served. Tests change it while the simulator runs. */
export interface DownloadManner {
	/** `Range` is understood. */
	ranges: boolean;
	/** `Content-Length` is sent; else the answer is chunked. */
	contentLength: boolean;
	etag: boolean;
	/** Counts up where the file shall change: other length, other bytes at the end, other ETag, still playable. */
	edition: number;
	/** First a 302 to another address: on the CDN itself, and from the API to the CDN. */
	redirect: boolean;
	/** Said instead of the file's own type. */
	mimeType: string | null;
}

export function usualManner(): DownloadManner {
	return {
		ranges: true,
		contentLength: true,
		etag: true,
		edition: 0,
		redirect: false,
		mimeType: null,
	};
}

/** An empty box at the end changes the file and no frame of it. */
function editionOf(content: Content, edition: number): Content {
	if (edition === 0) return content;
	const box = Buffer.alloc(8 + edition * 16, edition);
	box.writeUInt32BE(box.length, 0);
	box.write('free', 4, 'latin1');
	function* bytes(from: number, to: number): Iterable<Buffer> {
		if (from < content.length) yield* content.bytes(from, Math.min(to, content.length));
		if (to > content.length) {
			yield box.subarray(Math.max(0, from - content.length), to - content.length);
		}
	}
	return {
		length: content.length + box.length,
		mimeType: content.mimeType,
		etag: content.etag.replace(/"$/, `-${edition}"`),
		bytes,
	};
}

type Span = { from: number; to: number };

/** RFC 9110, section 14.1.2: one range of bytes. `null`: not satisfiable. `undefined`: not understood, so ignored. */
function spanOf(header: string, length: number): Span | null | undefined {
	const parts = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
	if (!parts || (parts[1] === '' && parts[2] === '')) return undefined;
	if (parts[1] === '') return { from: Math.max(0, length - Number(parts[2])), to: length };
	const from = Number(parts[1]);
	const to = parts[2] === '' ? length : Math.min(length, Number(parts[2]) + 1);
	return from < length && from < to ? { from, to } : null;
}

export function fileReply(
	content: Content,
	headers: Readonly<Record<string, string>>,
	manner: DownloadManner,
): Reply {
	const file = editionOf(content, manner.edition);
	const common: Record<string, string> = { 'content-type': manner.mimeType ?? file.mimeType };
	if (manner.etag) common.etag = file.etag;
	if (manner.ranges) common['accept-ranges'] = 'bytes';
	const whole: Reply = {
		status: 200,
		headers: common,
		body: { content: file, from: 0, to: file.length, announceLength: manner.contentLength },
	};
	const changed = headers['if-range'] !== undefined && headers['if-range'] !== file.etag;
	if (!manner.ranges || headers.range === undefined || changed) return whole;
	const span = spanOf(headers.range, file.length);
	if (span === undefined) return whole;
	if (span === null) {
		return {
			status: 416,
			headers: { 'content-range': `bytes */${file.length}` },
			body: Buffer.alloc(0),
		};
	}
	return {
		status: 206,
		headers: { ...common, 'content-range': `bytes ${span.from}-${span.to - 1}/${file.length}` },
		body: { content: file, ...span, announceLength: manner.contentLength },
	};
}
