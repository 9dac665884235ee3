/** What the engine made of its jobs, and responses that it must make something of. */

import { fakeRequest } from './fakeProvider';
import type { Outcome } from '../../nodes/Sora/engine/outcome';

export const RESET = { sent: true, code: 'ECONNRESET', message: 'reset' };
export const REFUSED = { sent: false, code: 'ECONNREFUSED', message: 'refused' };
export const MODERATED = {
	category: 'moderation' as const,
	code: '1200',
	message: 'not this',
	httpStatus: 200,
	retryAfterMs: null,
};

export const prompts = (count: number) =>
	Array.from({ length: count }, (_, i) => fakeRequest(`prompt ${i}`));

export function failed(outcome: Outcome) {
	if (outcome.kind !== 'failed') throw new Error(`expected a failure, not ${outcome.kind}`);
	return outcome.failed;
}

export function done(outcome: Outcome) {
	if (outcome.kind !== 'task') throw new Error(`expected a task: ${JSON.stringify(outcome)}`);
	return outcome;
}
