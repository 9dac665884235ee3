import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';
import { fixture } from '../fixtures';
import { requestTo } from '../requests';

function submission(name: string) {
	return waveSpeed.parseCreate(fixture('waveSpeed', name), requestTo('waveSpeed', 'text'));
}

describe("WaveSpeed's answer to a submit", () => {
	it('that names a task means: accepted and queued', () => {
		const response = fixture('waveSpeed', 'submit');
		expect(submission('submit')).toEqual({
			kind: 'accepted',
			task: {
				id: 'e6832d4abffb4d79bfbca19783fca133',
				status: 'queued',
				progress: null,
				videoUrls: [],
				videoBy: 'url',
				requestedModel: null,
				deliveredModel: 'openai/sora-2/image-to-video',
				durationSeconds: null,
				size: null,
				createdAt: '2026-11-20T12:00:00.000Z',
				completedAt: null,
				expiresAt: null,
				cost: null,
				failure: null,
				prompt: null,
				readPath: '/api/v3/predictions/e6832d4abffb4d79bfbca19783fca133/result',
				response: response.body,
			},
		});
	});

	it.each(['sync-timeout', 'submit-504-with-id', 'status-failed', 'status-completed'])(
		'%s also names a task, which is not lost',
		(name) => {
			expect(submission(name)).toMatchObject({
				kind: 'accepted',
				task: { status: 'queued', failure: null, videoUrls: [] },
			});
		},
	);

	it.each([
		['submit-without-id', 'provider'],
		['empty', 'provider'],
		['broken-json', 'provider'],
		['page-200', 'provider'],
		['page-502', 'provider'],
		['page-504', 'timeout'],
		['error-500', 'provider'],
		['code-500-inside-200', 'provider'],
	])('%s means: unknown, never to be sent again', (name, category) => {
		expect(submission(name)).toMatchObject({ kind: 'unknown', failure: { category } });
	});

	it.each([
		['error-400', 'never', 'invalid_input', 'Invalid parameter: duration must be between 4 and 30'],
		['error-401', 'never', 'auth', 'invalid authentication'],
		['error-402', 'never', 'quota', 'insufficient credits'],
		['error-403', 'never', 'auth', 'insufficient role'],
		['code-403-inside-200', 'never', 'auth', 'insufficient role'],
		['error-404-model', 'never', 'model_retired', 'product not found'],
		['error-404', 'never', 'model_retired', 'task not found'],
		['error-413', 'never', 'invalid_input', 'file too large'],
		['error-429-quota', 'never', 'quota', 'insufficient balance'],
		['error-429', 'later', 'rate_limit', 'Too Many Requests'],
		['code-429-inside-200', 'later', 'rate_limit', 'Too Many Requests'],
		['error-503-later', 'later', 'provider', 'service unavailable'],
	])('%s means: refused, again %s, because of %s', (name, again, category, message) => {
		expect(submission(name)).toMatchObject({
			kind: 'refused',
			again,
			failure: { category, message },
		});
	});

	it('hands on how long to stay away', () => {
		expect(submission('error-429')).toMatchObject({ failure: { retryAfterMs: 2000 } });
		expect(submission('code-429-inside-200')).toMatchObject({ failure: { retryAfterMs: 2000 } });
	});

	it('takes a web page that says 404 for a wrong address, not for a retired model', () => {
		expect(submission('page-404')).toMatchObject({
			kind: 'refused',
			failure: { category: 'invalid_input' },
		});
	});

	it('says what came instead of a task', () => {
		expect(submission('page-200')).toMatchObject({
			failure: {
				message:
					'The response contains no task ID: a web page titled "Welcome to nginx!" came instead of a response',
			},
		});
		expect(submission('submit-without-id')).toMatchObject({
			failure: { message: 'The response contains no task ID' },
		});
	});
});
