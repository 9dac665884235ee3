/** A request as a job carries it: its image file is read when its turn comes. */

import { createHash } from 'node:crypto';
import type { JobRequest } from '../../nodes/Sora/engine/job';
import type { VideoRequest } from '../../nodes/Sora/providers/video';

export function jobRequest({ image, ...rest }: VideoRequest): JobRequest {
	if (image?.kind !== 'file') return { ...rest, image };
	const { bytes, ...facts } = image;
	const digest = createHash('sha256').update(bytes).digest('hex');
	const read = async () => await Promise.resolve({ bytes });
	return { ...rest, image: { ...facts, digest, byteLength: bytes.length, read } };
}
