import fc from 'fast-check';
import { PROVIDERS } from '../../nodes/Sora/providers';
import type { HttpResponse } from '../../nodes/Sora/providers/http';
import { FORMATS, URL_OF_VIDEO, VIDEO_ITSELF } from './completeAnswers';
import { requestTo } from './requests';
import type { StatusResult } from '../../nodes/Sora/providers/provider';
import { cases } from '../harness/properties';

/**
 * test/providers/anything.property.test.ts asks whether nonsense is ever taken for a success. Here the answers
 * are nearly right, a success with one thing wrong, since that is where a decoder gives in.
 */

const SUCCESS_WORDS = [
	...[
		'completed',
		'complete',
		'succeeded',
		'succeed',
		'success',
		'finished',
		'finish',
		'done',
		'ready',
	],
];

const OTHER_WORDS = [
	'failed',
	'fail',
	'error',
	'queued',
	'pending',
	'running',
	'cancelled',
	'expired',
];

const ANY_VALUE = fc.oneof(
	fc.jsonValue(),
	fc.constantFrom<unknown>(...SUCCESS_WORDS, ...OTHER_WORDS, URL_OF_VIDEO, 'javascript:1', ''),
	fc.constantFrom<unknown>(VIDEO_ITSELF, { message: 'no' }, { url: URL_OF_VIDEO }, [], '100%', 0),
);

/** Every place in a JSON value, as the keys that lead to it. */
function placesIn(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	const inside = Object.entries(value).flatMap(([key, entry]) => placesIn(entry, [...path, key]));
	return [path, ...inside];
}

function withChange(value: unknown, [key, ...rest]: string[], change: unknown): unknown {
	if (key === undefined) return change;
	const copy = (
		Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
	) as Record<string, unknown>;
	copy[key] = withChange(copy[key], rest, change);
	return copy;
}

function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

const isSuccess = (result: StatusResult) =>
	result.kind === 'task' && result.task.status === 'completed';

jest.setTimeout(600_000);

/** Ten times as many are 100,000 and more in all. */
const RUNS = { numRuns: cases(400) };

it.each(Object.keys(FORMATS))('no decoder throws at what is nearly an answer of %s', (name) => {
	const { provider, id, complete } = FORMATS[name];
	const whole = complete(id);
	const { parseCreate, parseStatus, video, cancel, list } = PROVIDERS[provider];
	const request = requestTo(provider, 'text', { durationSeconds: 4 });
	fc.assert(
		fc.property(
			fc.constantFrom(...placesIn(whole)),
			fc.constantFrom(...placesIn(whole)),
			ANY_VALUE,
			fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 })),
			(place, other, change, status) => {
				const body = withChange(withChange(whole, place, change), other.slice(0, 1), change);
				const response = { status, headers: {}, body };
				parseCreate(response, request);
				cancel?.parse(response);
				list?.parse({ ...response, body: { object: 'list', data: [body] } }, null);
				const result = parseStatus(response, { id });
				if (result.kind === 'task') video(result.task);
				const ended = result.further?.parse(response);
				if (ended?.kind === 'task') video(ended.task);
			},
		),
		RUNS,
	);
});

describe.each(Object.keys(FORMATS))('an answer of %s that is nearly a success', (name) => {
	const { provider, id, complete } = FORMATS[name];
	const whole = complete(id);
	const places = placesIn(whole);
	const { parseStatus } = PROVIDERS[provider];
	/** Where the status names one more call, it is answered the same. */
	const parse = (response: HttpResponse) => {
		const result = parseStatus(response, { id });
		return result.further?.parse(response) ?? result;
	};

	it('is one while it is whole', () => {
		expect(isSuccess(parse({ status: 200, headers: {}, body: whole }))).toBe(true);
	});

	it('is none without an HTTP success, a word for success and a video of its own', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...places),
				ANY_VALUE,
				fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 })),
				fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
				(place, change, status, headers) => {
					const body = withChange(whole, place, change);
					const result = parse({ status, headers, body });
					if (result.kind !== 'task' || result.task.status !== 'completed') return;
					const { task } = result;
					const words = stringsIn(body).map((word) => word.trim().toLowerCase());
					if (status < 200 || status > 299) throw new Error(`a success with HTTP ${status}`);
					const hasWord = words.some((word) => SUCCESS_WORDS.includes(word));
					const isDenied = words.some((word) => OTHER_WORDS.includes(word));
					const hasVideo =
						task.videoUrls.length > 0 || words.some((word) => /^(data:|aaaa)/.test(word));
					if (!hasWord && (isDenied || !hasVideo)) throw new Error('no word for it');
					const [url] = task.videoUrls;
					if (task.videoBy === 'url' && !stringsIn(body).some((word) => word.includes(url))) {
						throw new Error(`a video from nowhere: ${url}`);
					}
				},
			),
			RUNS,
		);
	});

	it('cut anywhere is no success', () => {
		const text = JSON.stringify(whole);
		for (let length = 0; length < text.length; length++) {
			expect(isSuccess(parse({ status: 200, headers: {}, body: text.slice(0, length) }))).toBe(
				false,
			);
		}
	});
});
