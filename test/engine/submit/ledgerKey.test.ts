import { createHash } from 'node:crypto';
import {
	fingerprintOf,
	ledgerKeys,
	movedKeys,
	withoutPosition,
	type AskedFor,
} from '../../../nodes/Sora/engine/submit/ledgerKey';
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

describe('the fingerprint of a request with several images', () => {
	const { model } = requestTo('waveSpeed', 'image');
	const file = (digest: string): AskedFor['image'] => ({ kind: 'file', digest });
	const printOf = (images: Partial<AskedFor>) =>
		fingerprintOf({ model, prompt: 'A cat', image: file('a'), additionalInputs: {}, ...images });

	it('is another one for each last frame, each set of references, and each order of them', () => {
		const requests: Array<Partial<AskedFor>> = [
			{},
			{ lastImage: file('b') },
			{ lastImage: file('c') },
			{ referenceImages: [{ kind: 'file', digest: 'b' }] },
			{
				referenceImages: [
					{ kind: 'file', digest: 'b' },
					{ kind: 'file', digest: 'c' },
				],
			},
			{
				referenceImages: [
					{ kind: 'file', digest: 'c' },
					{ kind: 'file', digest: 'b' },
				],
			},
		];
		expect(new Set(requests.map(printOf)).size).toBe(requests.length);
		expect(printOf({ lastImage: file('b') })).toBe(printOf({ lastImage: file('b') }));
	});

	it('is what it always was where there is only one', () => {
		expect(printOf({ lastImage: undefined, referenceImages: undefined })).toBe(printOf({}));
	});
});

/** Keys of items that ask for these. */
const keysOf = (fingerprints: string, runIndex = 0) =>
	ledgerKeys(
		runIndex,
		[...fingerprints].map((fingerprint, itemIndex) => ({ itemIndex, fingerprint })),
	);

describe('the keys of a run', () => {
	it('are those of the first version, but for items that ask for the same', () => {
		expect(keysOf('abaca', 3)).toEqual(['3:0:a', '3:1:b', '3:2:a.1', '3:3:c', '3:4:a.2']);
	});

	it('are the same wherever the items stand, but for their places', () => {
		const sorted = (fingerprints: string) => keysOf(fingerprints).map(withoutPosition).sort();
		expect(sorted('abaca')).toEqual(sorted('aaabc'));
		expect(new Set(sorted('abaca')).size).toBe(5);
	});
});

describe('entries whose items have moved', () => {
	const moved = (now: string, entries: readonly string[]) =>
		Object.fromEntries(movedKeys(keysOf(now), entries));

	it.each<[string, string, string[], Record<string, string>]>([
		['none', 'ab', ['0:0:a', '0:1:b'], {}],
		['another order', 'ba', ['0:0:a', '0:1:b'], { '0:0:b': '0:1:b', '0:1:a': '0:0:a' }],
		['one item fewer', 'b', ['0:0:a', '0:1:b'], { '0:0:b': '0:1:b' }],
		['one item more', 'xa', ['0:0:a'], { '0:1:a': '0:0:a' }],
		[
			'equal ones as the first version wrote them',
			'aa',
			['0:0:a', '0:1:a'],
			{ '0:1:a.1': '0:1:a' },
		],
		['two equal ones, one entry', 'aa', ['0:5:a'], { '0:0:a': '0:5:a' }],
		['one of two equal ones', 'a', ['0:0:a', '0:1:a.1'], {}],
		['the last ones of many', 'a', ['0:10:a', '0:9:a'], { '0:0:a': '0:9:a' }],
		['another pass of a loop', 'ab', ['1:1:a', '1:0:b'], {}],
		['another request', 'a', ['0:0:b'], {}],
	])('%s', (_, now, entries, expected) => {
		expect(moved(now, entries)).toEqual(expected);
	});

	it('are given to one item each', () => {
		const entries = ['0:7:a', '0:8:a', '0:9:b'];
		const given = [...movedKeys(keysOf('abaab'), entries).values()];
		expect(given.sort()).toEqual(entries);
	});
});
