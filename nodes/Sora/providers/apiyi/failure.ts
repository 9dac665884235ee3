/** APIYI's errors about keys, groups and balance, with what they mean at APIYI. */

import { NO_CHANNEL } from '../formats/openAiVideos/failure';
import type { Failure } from '../video';

export type Route = 'seedance' | 'relay';

/** A key reaches the models of its groups only. https://docs.apiyi.com, pages on Seedance and Sora 2. */
const GROUP: Readonly<Record<Route, string>> = {
	seedance:
		'Seedance 2.0 needs a key with the group "SeeDance2", Seedance 2.5 one with "SeeDance25"',
	relay: 'each model needs a key with its group (Sora 2: "Sora2官转")',
};

const TOP_UP = 'keys without balance are rejected: top up, or use a key with quota left';

function explained(failure: Failure, explanation: string): Failure {
	return { ...failure, message: `${failure.message} (APIYI: ${explanation})` };
}

/**
 * The failure with the group or the balance named where that is what is missing. "No available
 * channel" is a lack of the group where the model is sold (APIYI's Seedance 2.0 page says so);
 * elsewhere the model is gone.
 */
export function plainly(failure: Failure, route: Route): Failure {
	if (failure.category === 'quota') return explained(failure, TOP_UP);
	if (NO_CHANNEL.test(failure.message)) {
		const category = route === 'seedance' ? 'auth' : failure.category;
		return explained({ ...failure, category }, GROUP[route]);
	}
	const isForbidden = failure.httpStatus === 403 && failure.category === 'auth';
	return isForbidden ? explained(failure, GROUP[route]) : failure;
}
