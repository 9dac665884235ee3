/** What a status call's error answer means, where the provider has no rule of its own. */

import { isWebPage } from './answer';
import type { HttpAnswer } from './http';
import { failureFrom } from './failure';
import type { Look } from './provider';
import type { Failure } from './video';

/** What a status says of the task; a status that is not here says nothing. RFC 9110, section 15.5. */
const KIND_BY_STATUS: Readonly<Record<number, 'missing' | 'refused'>> = {
	400: 'missing',
	401: 'refused',
	402: 'refused',
	403: 'refused',
	404: 'missing',
	405: 'missing',
	410: 'missing',
	422: 'missing',
};

/** An answer that brought no task: the provider does not know it, refuses us, or said nothing (ask again). */
export function lookFrom(answer: HttpAnswer, failure: Failure = failureFrom(answer)): Look {
	const kind = KIND_BY_STATUS[answer.status];
	const saysNothing = kind === undefined || (isWebPage(answer) && answer.status !== 401);
	return { kind: saysNothing ? 'unclear' : kind, failure };
}
