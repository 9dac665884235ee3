/** The images of last frames, into n8n's store. */

import { Limiter } from '../../engine/limiter';
import type { Ports, StoredVideo } from '../../engine/ports';
import { imageKind, KIND_FACTS } from '../../media/image/kind';
import { fetchImage } from '../generate/fetchImage';

/** A frame at 4k as PNG. */
const LIMITS = { maxBytes: 50_000_000, waitTimeoutMs: 60_000 };

/** Each is in memory as a whole until n8n has it. */
const STORED_AT_ONCE = 4;

/** Characters that every file system takes. */
const NOT_IN_NAMES = /[^\w.-]+/g;

type Result = { image: StoredVideo } | { problem: string };

/** Stores the frames of a run, and no longer waits for the rest once none of them has come for a minute. */
export class FrameStore {
	private readonly limiter = new Limiter(STORED_AT_ONCE);
	/** Unix milliseconds. */
	private lastStoredAt: number;

	constructor(private readonly ports: Pick<Ports, 'http' | 'clock' | 'videos'>) {
		this.lastStoredAt = ports.clock.now();
	}

	async store(url: string, taskId: string): Promise<Result> {
		return await this.limiter.use(async () => {
			const silenceMs = this.ports.clock.now() - this.lastStoredAt;
			if (silenceMs >= LIMITS.waitTimeoutMs) return notStored(OTHERS_DID_NOT_COME);
			const result = await this.storeOne(url, taskId);
			if ('image' in result) this.lastStoredAt = this.ports.clock.now();
			return result;
		});
	}

	private async storeOne(url: string, taskId: string): Promise<Result> {
		const { http, clock, videos } = this.ports;
		const fetched = await fetchImage(http, clock, url, LIMITS);
		if ('problem' in fetched) return notStored(fetched.problem);
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
}

const OTHERS_DID_NOT_COME = 'No image came for a minute.';

function notStored(why: string): Result {
	return { problem: `The last frame was not stored: you find it only at lastFrameUrl. ${why}` };
}
