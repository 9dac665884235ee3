/** The image of a last frame, into n8n's store. */

import type { Ports, StoredVideo } from '../../engine/ports';
import { imageKind, KIND_FACTS } from '../../media/image/kind';
import { fetchImage } from '../generate/fetchImage';

/** A frame at 4k as PNG. */
const LIMITS = { maxBytes: 50_000_000, waitTimeoutMs: 60_000 };

/** Characters that every file system takes. */
const NOT_IN_NAMES = /[^\w.-]+/g;

export async function storeFrame(
	url: string,
	taskId: string,
	{ http, clock, videos }: Pick<Ports, 'http' | 'clock' | 'videos'>,
): Promise<{ image: StoredVideo } | { problem: string }> {
	const fetched = await fetchImage(http, clock, url, LIMITS);
	if ('problem' in fetched) return fetched;
	const { bytes } = fetched;
	const kind = imageKind(bytes);
	if (kind === null) return { problem: 'What came instead of the last frame is not an image.' };
	const { mimeType, extension } = KIND_FACTS[kind];
	async function* chunks() {
		yield await Promise.resolve(bytes);
	}
	const name = taskId.replace(NOT_IN_NAMES, '-').slice(-80);
	const fileName = `${name}-last-frame.${extension}`;
	return await videos.save({ bytes: chunks(), origin: null, mimeType, fileName }).then(
		(image) => ({ image }),
		(error: Error) => ({ problem: `n8n could not store the last frame: ${error.message}` }),
	);
}
