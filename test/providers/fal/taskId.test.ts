import { fal } from '../../../nodes/Sora/providers/fal';
import { fixture } from '../fixtures';

const REQUEST = '764cabcf-b745-4b3e-ae38-1200304cf45b';
const ID = `fal-ai/veo3.1/fast/requests/${REQUEST}`;
/** The addresses that fal returns lack a part of the model. */
const SHORT_ID = `fal-ai/veo3.1/requests/${REQUEST}`;
const HOST = 'https://queue.fal.run';

describe('a task of fal', () => {
	it.each([
		[ID, ID],
		[`  ${ID}\n`, ID],
		[`/${ID}/`, ID],
		[`${HOST}/${SHORT_ID}`, SHORT_ID],
		[`${HOST}/${SHORT_ID}/status?logs=1`, SHORT_ID],
		[`${HOST}/${SHORT_ID}/cancel`, SHORT_ID],
		[`https://elsewhere.example/${SHORT_ID}/response`, SHORT_ID],
		[JSON.stringify({ taskId: ID, provider: 'fal', status: 'queued' }), ID],
		[JSON.stringify(fixture('fal', 'submit').body), SHORT_ID],
		[JSON.stringify({ request_id: REQUEST, endpoint_id: 'fal-ai/veo3.1/fast' }), ID],
	])('is read from %j', (text, id) => {
		const parsed = fal.parseTaskRef(text);
		expect(parsed).toEqual({ ref: { id, readPath: null } });
		if ('ref' in parsed) {
			expect(fal.retrieve(parsed.ref)).toEqual({
				to: 'provider',
				method: 'GET',
				path: `/fal-ai/veo3.1/requests/${REQUEST}/status`,
			});
		}
	});

	it('has one part more in its path below a namespace', () => {
		const id = `workflows/someone/clips/fast/requests/${REQUEST}`;
		expect(fal.retrieve({ id }).path).toBe(`/workflows/someone/clips/requests/${REQUEST}/status`);
	});

	it.each([
		['', 'The task ID is empty.'],
		[' ', 'The task ID is empty.'],
		[REQUEST, expect.stringContaining(`not "${REQUEST}"`)],
		['{"request_id": "abc"}', 'The JSON contains no task ID: enter the ID itself.'],
		['{"id": ', 'The JSON contains no task ID: enter the ID itself.'],
		['{"taskId": "../balance"}', expect.stringContaining('not "../balance"')],
		[`${HOST}/about`, expect.stringContaining('not "/about"')],
		[`fal-ai/../../x/requests/${REQUEST}`, expect.stringContaining('consists of the model')],
		[`fal-ai/veo3.1/requests/${REQUEST}?x=1`, expect.stringContaining('consists of the model')],
		[`fal-ai/requests/a/requests/${REQUEST}`, expect.stringContaining('consists of the model')],
		['fal-ai/veo3.1/requests/a b', expect.stringContaining('consists of the model')],
		[`fal-ai/${'a'.repeat(300)}/requests/${REQUEST}`, expect.stringContaining('of the model')],
	])('is not read from %j', (text, problem) => {
		expect(fal.parseTaskRef(text)).toEqual({ problem });
	});

	it.each(['requests', 'fal-ai/requests/x', 'requests/abc'])('%s is no model', (id) => {
		expect(fal.reservedModelIds?.test(id)).toBe(true);
	});

	it.each(['fal-ai/veo3.1', 'fal-ai/my-requests/fast'])('%s may be a model', (id) => {
		expect(fal.reservedModelIds?.test(id)).toBe(false);
	});
});
