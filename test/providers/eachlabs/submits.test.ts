import { eachlabs } from '../../../nodes/Sora/providers/eachlabs';
import { fixture } from '../fixtures';
import { requestTo } from '../requests';

function submission(name: string) {
	const request = requestTo('eachlabs', 'text', { durationSeconds: 4 });
	return eachlabs.parseCreate(fixture('eachlabs', name), request);
}

describe("Eachlabs' answer to a submit", () => {
	it('that says "success" means: accepted and queued, not done', () => {
		expect(submission('submit')).toEqual({
			kind: 'accepted',
			task: {
				id: 'abc123-def456-ghi789',
				status: 'queued',
				progress: null,
				videoUrls: [],
				videoBy: 'url',
				requestedModel: null,
				deliveredModel: null,
				durationSeconds: 4,
				size: null,
				createdAt: null,
				completedAt: null,
				expiresAt: null,
				cost: null,
				failure: null,
				prompt: null,
				readPath: null,
				response: fixture('eachlabs', 'submit').body,
			},
		});
	});

	it('that is a server error but names a task does not lose it', () => {
		expect(submission('submit-500-with-id')).toMatchObject({
			kind: 'accepted',
			task: { id: 'abc123-def456-ghi789' },
		});
	});

	it.each(['submit-without-id', 'page-200', 'page-502', 'broken-json', 'error-500'])(
		'%s means: unknown, never to be sent again',
		(name) => {
			expect(submission(name)).toMatchObject({
				kind: 'unknown',
				failure: { category: 'provider' },
			});
		},
	);

	it.each([
		['error-400-model', 'never', 'invalid_input', 'model field is required'],
		['error-400-input', 'never', 'invalid_input', 'Invalid input for model'],
		['error-401', 'never', 'auth', 'Invalid or missing API key'],
		['error-402-empty', 'never', 'quota', 'payment required: your balance is empty'],
		['error-404-model', 'never', 'model_retired', 'Failed to fetch model: model not found'],
	])('%s means: refused, again %s, because of %s', (name, again, category, message) => {
		expect(submission(name)).toMatchObject({
			kind: 'refused',
			again,
			failure: { category, message },
		});
	});

	it('that counts the running executions means: again when one of them ends', () => {
		expect(submission('error-429')).toMatchObject({
			kind: 'refused',
			again: 'whenATaskEnds',
			failure: { category: 'rate_limit', message: expect.stringMatching(/10 concurrent/) },
		});
	});

	it('that has the balance reserved for running executions means the same', () => {
		expect(submission('error-402')).toMatchObject({
			kind: 'refused',
			again: 'whenATaskEnds',
			failure: { category: 'quota', message: expect.stringMatching(/in-flight/) },
		});
	});
});
