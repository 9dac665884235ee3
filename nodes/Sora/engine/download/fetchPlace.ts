/** From one place into the store. */

import type { HttpCall } from '../../providers/http';
import { toFailure, type Failure } from '../../providers/video';
import type { VideoFacts } from '../../media/video/videoFacts';
import { unknownVideoType, videoFileName, videoTypeOf } from '../../media/video/fileName';
import { afterDownloadResponse, failureOfNetwork } from '../policy';
import type { StoredVideo, StreamedResponse } from '../ports';
import { readInstead } from './instead';
import { ODD_FILE_WARNING } from './oddities';
import { openPlace } from './openPlace';
import { resumed, type Transfer } from './resumable';
import type { Download } from './turn';

const TYPE_BYTES = 64;

export interface Saved {
	video: StoredVideo;
	/** null where the file cannot be read. */
	facts: VideoFacts | null;
	warnings: string[];
}

export interface Missed {
	/** `stop`: no place can help. */
	then: 'again' | 'renew' | 'fail' | 'stop';
	failure: Failure;
	/** Where the answer says that the video is. */
	leadsTo?: string | null;
	/** The call that brought the answer, after redirects. */
	call?: HttpCall;
}

export async function tryPlace(download: Download, place: HttpCall): Promise<Saved | Missed> {
	const { session, turn } = download;
	const opened = await openPlace(session.ports.http, place, turn.leftMs);
	session.checkpoint();
	if (!('response' in opened)) {
		return { then: 'again', failure: failureOfNetwork(opened.networkFailure) };
	}
	const { response, call } = opened;
	if (response.status !== 200) {
		const said = await response.said();
		response.discard();
		session.checkpoint();
		return { ...afterDownloadResponse(response.status, response.headers, call.to, said), call };
	}
	return await save(download, call, response);
}

async function save(
	download: Download,
	call: HttpCall,
	response: StreamedResponse,
): Promise<Saved | Missed> {
	const { session, task } = download;
	const transfer: Transfer = { problem: null, isOdd: false, isStrange: false, facts: null };
	const bytes = resumed(download, call, response, transfer);
	const first = await beginningOf(bytes).catch(() => null);
	session.checkpoint();
	if (first === null || first.length === 0) {
		return {
			then: 'again',
			failure: toFailure('network', transfer.problem ?? 'The downloaded file was empty'),
		};
	}
	const known = videoTypeOf(first, response.headers['content-type'] ?? null);
	const type = known ?? (first.length < TYPE_BYTES ? null : unknownVideoType(first));
	if (type === null) {
		const { message, url } = await readInstead(first, bytes);
		response.discard();
		session.checkpoint();
		return { then: 'renew', failure: toFailure('network', message), leadsTo: url, call };
	}
	transfer.isStrange = known === null;
	const saving = session.ports.videos.save({
		bytes: startingWith(first, bytes),
		origin: response.origin,
		mimeType: type.mimeType,
		fileName: videoFileName({
			headerName: response.headers['content-disposition'] ?? null,
			url: call.to === 'anywhere' ? call.url : null,
			taskId: task.id,
			mimeType: type.mimeType,
		}),
	});
	const saved = await saving.then(
		(video) => ({ video }),
		(error: unknown) => ({ error }),
	);
	await bytes.return(undefined).catch(() => undefined);
	session.checkpoint();
	if ('video' in saved) {
		const warnings = transfer.isOdd ? [ODD_FILE_WARNING] : [];
		return { ...saved, facts: transfer.facts, warnings };
	}
	if (transfer.problem !== null)
		return { then: 'again', failure: toFailure('network', transfer.problem) };
	const words = saved.error instanceof Error ? saved.error.message : String(saved.error);
	return { then: 'stop', failure: toFailure('network', `n8n could not store the video: ${words}`) };
}

/** As much as it takes to tell what it is, however small the chunks are. */
async function beginningOf(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for (let length = 0; length < TYPE_BYTES;) {
		const step = await bytes.next();
		if (step.done) break;
		chunks.push(step.value);
		length += step.value.length;
	}
	return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

async function* startingWith(
	first: Uint8Array,
	rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	yield first;
	yield* rest;
}
