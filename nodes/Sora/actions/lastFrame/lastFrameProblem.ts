/** Whether the last frame of a video can be had, before anything is paid. */

import type { Model } from '../../models/model';
import { whoCan } from '../../providers/infos';
import type { Provider } from '../../providers/provider';
import type { OutputOptions } from '../../output/options';
import { LAST_FRAME_FIELD } from '../../shared/parameterDefaults';
import type { JobTerms } from '../../engine/job';

const WAY_ROUND =
	'turn off Return Last Frame, and take the frame out of the video in the next node, e.g. with FFmpeg in a node or a service of yours';

/** A sentence without its full stop; null where it can be had, or is not asked for. */
export function lastFrameProblem(
	{ displayName, lastFrame }: Provider,
	model: Model,
	output: OutputOptions,
	{ until }: JobTerms,
): string | null {
	if (!output.returnLastFrame) return null;
	if (output.outputField === LAST_FRAME_FIELD) {
		return `The last frame goes into the binary field "${LAST_FRAME_FIELD}": choose another Output Field for the video`;
	}
	if (lastFrame === undefined) {
		return `${displayName} gives no last frames: ${WAY_ROUND}. It can be had from ${whoCan('lastFrame')}`;
	}
	if (lastFrame.comes === 'withTheVideo') {
		if (lastFrame.from(model)) return null;
		return `${displayName} gives the last frame of Seedance models only: choose one of them, or ${WAY_ROUND}`;
	}
	if (until === 'ended') return null;
	return `At ${displayName}, the last frame is taken out of the video once that is done, which Submit Only does not wait for: choose Wait for the Video, or turn off Return Last Frame`;
}
