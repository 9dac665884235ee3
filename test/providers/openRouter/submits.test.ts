import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import { toVideoTask } from '../../../nodes/Sora/providers/video';
import { fixture } from '../fixtures';
import { requestTo } from '../requests';

const ID = 'gen-vid-1788400867-abcdefghij0123456789';

function submission(name: string) {
	const request = requestTo('openRouter', 'text', { durationSeconds: 4 });
	return openRouter.parseCreate(fixture('openRouter', name), request);
}

describe("OpenRouter's answer to a submit", () => {
	it('is a 202 with the job', () => {
		const response = fixture('openRouter', 'submit').body;
		expect(submission('submit')).toEqual({
			kind: 'accepted',
			task: toVideoTask({ id: ID, status: 'queued', durationSeconds: 4, response }),
		});
	});

	it.each(['submit-absolute', 'submit-without-id', 'submit-500-with-id'])(
		'%s does not lose the job, and keeps no address of it',
		(name) => {
			expect(submission(name)).toMatchObject({
				kind: 'accepted',
				task: { id: ID, status: 'queued', readPath: null },
			});
		},
	);

	it.each([
		...['submit-nowhere', 'submit-empty', 'page-200', 'page-502', 'broken-json'],
		...['error-500', 'error-502'],
	])('%s means: unknown, never to be sent again', (name) => {
		expect(submission(name)).toMatchObject({ kind: 'unknown', failure: { category: 'provider' } });
	});

	it.each([
		['error-400', 'invalid_input', 'duration "5" is not supported by this model'],
		['error-400-model', 'model_retired', 'acme/none is not a valid model ID'],
		['error-400-raw', 'invalid_input', 'The image could not be read'],
		['error-401', 'auth', 'User not found.'],
		['error-402', 'quota', expect.stringMatching(/^Insufficient credits/)],
		['error-402-words', 'quota', expect.stringMatching(/more of the balance/)],
		['error-403-flagged', 'moderation', expect.stringMatching(/your input was flagged/)],
		['error-404-model', 'model_retired', 'Model acme/none does not exist'],
		['error-inside-200', 'quota', 'Insufficient credits'],
		['page-404', 'invalid_input', expect.stringMatching(/web page titled "Not Found/)],
	])('%s means: refused for good, because of %s', (name, category, message) => {
		expect(submission(name)).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category, message },
		});
	});

	it('that there were too many means: later', () => {
		expect(submission('error-429')).toMatchObject({
			kind: 'refused',
			again: 'later',
			failure: { category: 'rate_limit', retryAfterMs: 7_000 },
		});
	});
});
