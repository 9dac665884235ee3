/** Tasks that take the last frame out of a video. */

import { passThroughModel } from '../../models/passThrough';
import type { Model } from '../../models/model';
import type { LastFrame, Provider, StatusResponse } from '../provider';
import { madeSomethingElse } from './outputs';

type ByTask = Extract<LastFrame, { comes: 'byTask' }>;

/** It takes no prompt, and what it makes is no video. */
export function frameModel(usual: Pick<Model, 'provider' | 'id' | 'source'>): Model {
	return { ...passThroughModel({ ...usual, kind: 'video', inputs: {} }), isPromptless: true };
}

/**
 * The provider as it is for these tasks: one that has made an image has ended well, and the image is in
 * the video's place. A lost one is not looked for: nothing in a list tells whose frame it is.
 */
export function frameProvider(provider: Provider, lastFrame: ByTask): Provider {
	const read = (result: StatusResponse): StatusResponse => {
		const { further, ...said } = result;
		return {
			...withImage(said, lastFrame),
			...(further && {
				further: { ...further, parse: (response) => withImage(further.parse(response), lastFrame) },
			}),
		};
	};
	return {
		...provider,
		list: undefined,
		parseStatus: (response, task) => read(provider.parseStatus(response, task)),
	};
}

function withImage<T extends StatusResponse>(result: T, { urlIn }: ByTask): T {
	if (result.kind !== 'task' || !madeSomethingElse(result.task)) return result;
	const url = urlIn(result.task.response);
	if (url === null) return result;
	return {
		...result,
		task: { ...result.task, status: 'completed', failure: null, videoUrls: [url] },
	};
}
