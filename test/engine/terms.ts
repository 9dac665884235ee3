/** How far the items of a test are followed. */

import type { JobTerms } from '../../nodes/Sora/engine/job';

export const waiting: JobTerms = {
	until: 'ended',
	waitTimeoutMs: 900_000,
	onTimeout: 'error',
	cancelOnTimeout: false,
	fetchVideo: true,
};
