import { createHash } from 'node:crypto';
import { fingerprintOf, type AskedFor } from '../../../nodes/Sora/engine/submit/ledgerKey';
import { requestTo } from '../../providers/requests';

/** Executions keep fingerprints. One that changes makes a retry pay for its task once more. */
describe('the fingerprint that the first version has stored', () => {
	const digest = createHash('sha256').update('x').digest('hex');
	const file: AskedFor['image'] = { kind: 'file', digest };

	it.each<[string, AskedFor['image'], RegExp]>([
		['without an image', undefined, /^01ac14be/],
		['with an address', { kind: 'url', url: 'https://e.org/a.png' }, /^110fd575/],
		['with a file', file, /^8ffa0e47/],
	])('is the same %s', (_, image, stored) => {
		const { model } = requestTo('waveSpeed', 'text', {}, 'openai/sora-2/text-to-video');
		const options = { durationSeconds: 4, aspectRatio: '16:9' } as const;
		const asked = { model, prompt: 'A cat', image, ...options, additionalInputs: {} };
		expect(fingerprintOf(asked)).toMatch(stored);
	});
});
