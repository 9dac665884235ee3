/** A request as a job carries it: its image file is read when its turn comes. */

import { createHash } from 'node:crypto';
import type { JobImage, JobRequest } from '../../nodes/Sora/engine/job';
import { fingerprintOf, ledgerKeys } from '../../nodes/Sora/engine/submit/ledgerKey';
import { mapImages } from '../../nodes/Sora/models/mediaInputs';
import type { RequestImage, VideoRequest } from '../../nodes/Sora/providers/video';

export function jobRequest(request: VideoRequest): JobRequest {
	const { image, lastImage, referenceImages, clips: _clips, ...rest } = request;
	return { ...rest, ...mapImages({ image, lastImage, referenceImages }, jobImage) };
}

function jobImage(image: RequestImage): JobImage {
	if (image.kind !== 'file') return image;
	const { bytes, ...facts } = image;
	const digest = createHash('sha256').update(bytes).digest('hex');
	const read = async () => await Promise.resolve({ bytes });
	return { ...facts, digest, byteLength: bytes.length, read };
}

/** The ledger keys of a run's items, which ask for these. */
export function keysOf(runIndex: number, requests: readonly JobRequest[]): string[] {
	const items = requests.map((request, itemIndex) => ({
		itemIndex,
		fingerprint: fingerprintOf(request),
	}));
	return ledgerKeys(runIndex, items);
}
