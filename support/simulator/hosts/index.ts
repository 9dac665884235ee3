/** The servers of the Videos API that people really run, as of November 2026. */

import { aiproxy, aisix, liteLlm, newApi } from './gateways';
import type { HostManner } from './manner';
import { dynamo, fastVideo, qvac, sglang, unslothStudio, vllmOmni } from './servers';

export const HOST_MANNERS = {
	vllmOmni,
	sglang,
	fastVideo,
	liteLlm,
	newApi,
	aiproxy,
	aisix,
	unslothStudio,
	qvac,
	dynamo,
} satisfies Readonly<Record<string, HostManner>>;

export type HostName = keyof typeof HOST_MANNERS;
