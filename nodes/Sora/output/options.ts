/** The options of every node that say what an item's output looks like. */

import type { PlatformName } from '../media/platform/platforms';
import { DEFAULT_OUTPUT_FIELD } from '../shared/parameterDefaults';
import type { ReadParameter } from '../shared/parameterReader';
import { readBoolean, readText } from '../shared/readValue';
import { readPlatforms } from './platformFit';
import { readPublicUrlHours } from './publicUrl';

/** How an item's output looks. */
export interface OutputOptions {
	outputField: string;
	includeProviderResponse: boolean;
	/** The last frame is added as an image. Left out where nobody asked for it. */
	returnLastFrame?: true;
	/** How long anybody may fetch the stored video. Left out where nobody shall. */
	publicUrlHours?: number;
	/** Platforms that the video shall be fit for. Left out where there are none. */
	checkFor?: readonly PlatformName[];
}

export function readOutputOptions(option: ReadParameter): OutputOptions {
	const checkFor = option('checkFor', 'Check For', readPlatforms) ?? [];
	const publicUrlHours = option('publicUrlHours', 'Public URL', readPublicUrlHours);
	return {
		outputField: option('outputField', 'Output Field', readText) ?? DEFAULT_OUTPUT_FIELD,
		includeProviderResponse:
			option('includeProviderResponse', 'Include Provider Response', readBoolean) ?? false,
		...(publicUrlHours ? { publicUrlHours } : {}),
		...(option('returnLastFrame', 'Return Last Frame', readBoolean)
			? { returnLastFrame: true }
			: {}),
		...(checkFor.length > 0 ? { checkFor } : {}),
	};
}
