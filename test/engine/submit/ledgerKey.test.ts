import { fingerprintOf } from '../../../nodes/Sora/engine/submit/ledgerKey';
import type { RequestImage } from '../../../nodes/Sora/providers/video';
import { requestTo } from '../../providers/requests';

/** Executions keep fingerprints. One that changes makes a retry pay for its task once more. */
describe('the fingerprint that the first version has stored', () => {
	const file: RequestImage = {
		kind: 'file',
		bytes: new TextEncoder().encode('x'),
		mimeType: 'image/png',
		fileName: 'x.png',
	};

	it.each<[string, RequestImage | undefined, RegExp]>([
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
