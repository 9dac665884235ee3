/** What models of many providers have in common where they take a clip by its address. */

import type { JsonObject } from '../../../shared/json';
import type { VideoRequest } from '../../video';

/**
 * The clip under the model's own name; nothing where there is none.
 * @param usualName for models that nobody has described
 */
export function clipInputs({ model, clips = [] }: VideoRequest, usualName: string): JsonObject {
	const urls = clips.flatMap((clip) => (clip.kind === 'url' ? [clip.url] : []));
	if (urls.length === 0) return {};
	const { name, as } = model.inputs.video ?? { name: usualName };
	return { [name]: as === 'list' ? urls : urls[0] };
}

/** Models that only join or convert clips have no such input, and some refuse what they do not know. */
export function promptInput({ model, prompt }: VideoRequest): JsonObject {
	return model.isPromptless ? {} : { prompt };
}
