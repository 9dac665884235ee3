import fc from 'fast-check';
import { Mp4Watch } from '../../../nodes/Sora/media/video/mp4';
import { bytesOf, fixture } from '../fixture';

/** What the watch says of these bytes, handed over in pieces that end at `cuts`. */
function verdictOn(bytes: Uint8Array, cuts: readonly number[] = []): boolean | null {
	const watch = new Mp4Watch();
	const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
	let from = 0;
	for (const to of ends) {
		watch.push(bytes.subarray(from, to));
		from = to;
	}
	return watch.isWhole();
}

/** A box with a body of zeros; `long`: with its size in 64 bits; `open`: to the end of the file. */
function box(
	type: string,
	bodyBytes: number,
	form: 'short' | 'long' | 'open' = 'short',
): Uint8Array {
	const headerBytes = form === 'long' ? 16 : 8;
	const bytes = new Uint8Array(headerBytes + bodyBytes);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, { short: bytes.length, long: 1, open: 0 }[form]);
	bytes.set(bytesOf(type), 4);
	if (form === 'long') view.setBigUint64(8, BigInt(bytes.length));
	return bytes;
}

function file(...boxes: Uint8Array[]): Uint8Array {
	return new Uint8Array(Buffer.concat(boxes));
}

const WHOLE_FILES = ['video.mp4', 'video-faststart.mp4', 'video.mov'];

const bodyBytes = fc.nat(40);
const anyForm = fc.constantFrom('short' as const, 'long' as const);
const filler = fc.array(
	fc.tuple(fc.constantFrom('free', 'skip', 'udta', 'uuid'), bodyBytes, anyForm),
	{ maxLength: 2 },
);
/** Files with the film's own boxes in either order; what is less than the whole lacks part of the film. */
const anyWholeFile = fc
	.tuple(filler, filler, bodyBytes, bodyBytes, anyForm, fc.boolean())
	.map(([before, between, moovBytes, mdatBytes, form, isMoovLast]) => {
		const film = [box('mdat', mdatBytes + 1, form), box('moov', moovBytes + 1)];
		const [first, last] = isMoovLast ? film : film.reverse();
		const filled = (boxes: typeof before) => boxes.map((each) => box(...each));
		return file(box('ftyp', 12), ...filled(before), first, ...filled(between), last);
	});

const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });

describe('Mp4Watch', () => {
	it.each(WHOLE_FILES)('knows %s as whole, byte by byte too', (name) => {
		const bytes = fixture(name);
		expect(verdictOn(bytes)).toBe(true);
		expect(verdictOn(bytes, [...bytes.keys()])).toBe(true);
	});

	it.each(WHOLE_FILES)('knows every beginning of %s as not whole', (name) => {
		const bytes = fixture(name);
		const verdicts = new Set([...bytes.keys()].map((end) => verdictOn(bytes.subarray(0, end))));
		expect([...verdicts]).toEqual([false]);
	});

	it('knows any whole file as whole, however it is cut', () => {
		fc.assert(
			fc.property(anyWholeFile, cuts, (bytes, at) => {
				expect(verdictOn(bytes, at)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	it('knows any beginning of a file as not whole, however it is cut', () => {
		fc.assert(
			fc.property(anyWholeFile, fc.nat(10_000), cuts, (bytes, end, at) => {
				expect(verdictOn(bytes.subarray(0, end % bytes.length), at)).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});

	it('does not miss what may follow the film', () => {
		const film = [box('ftyp', 12), box('moov', 9), box('mdat', 30)];
		expect(verdictOn(file(...film, box('free', 4)))).toBe(true);
		expect(verdictOn(file(...film, box('free', 4)).subarray(0, -1))).toBe(false);
		expect(verdictOn(file(...film))).toBe(true);
	});

	it('cannot tell where the last box goes on to the end of the file', () => {
		const bytes = file(box('ftyp', 12), box('moov', 9), box('mdat', 30, 'open'));
		expect(verdictOn(bytes)).toBeNull();
		expect(verdictOn(bytes.subarray(0, -10))).toBeNull();
		expect(verdictOn(file(box('ftyp', 12), box('mdat', 30, 'open')))).toBe(false);
	});

	describe('with a film in fragments', () => {
		const bytes = fixture('video-fragmented.mp4');

		it('is sure of the end by the index behind them', () => {
			expect(verdictOn(bytes)).toBe(true);
		});

		it('never takes a beginning for the whole', () => {
			const verdicts = new Set([...bytes.keys()].map((end) => verdictOn(bytes.subarray(0, end))));
			expect(verdicts).toEqual(new Set([false, null]));
		});

		it('cannot tell where the last fragment seems to be complete', () => {
			const fragment = [box('moof', 20), box('mdat', 30)];
			const film = file(box('ftyp', 12), box('moov', 9), ...fragment, ...fragment);
			expect(verdictOn(film)).toBeNull();
			expect(verdictOn(film.subarray(0, -1))).toBe(false);
			expect(verdictOn(film.subarray(0, -38))).toBe(false);
		});
	});

	it.each([
		['a box smaller than its own header', [0, 0, 0, 7, ...bytesOf('moov')]],
		[
			'a long box smaller than its own header',
			[0, 0, 0, 1, ...bytesOf('moov'), 0, 0, 0, 0, 0, 0, 0, 15],
		],
	])('knows a file with %s as broken', (_what, odd) => {
		expect(verdictOn(file(box('ftyp', 12), Uint8Array.from(odd)))).toBe(false);
	});

	it.each(['video.webm', 'video.mkv', 'video.avi', 'rgb.png'])('says nothing about %s', (name) => {
		expect(verdictOn(fixture(name))).toBeNull();
	});

	it('knows nothing at all as not whole', () => {
		expect(verdictOn(new Uint8Array(0))).toBe(false);
		expect(verdictOn(fixture('video.mp4').subarray(0, 7))).toBe(false);
	});

	it('takes boxes of more than 4 GB', () => {
		const watch = new Mp4Watch();
		const header = box('mdat', 0, 'long');
		const bodyLength = 5 * 2 ** 30;
		new DataView(header.buffer).setBigUint64(8, BigInt(bodyLength + 16));
		watch.push(file(box('ftyp', 12), box('moov', 9), header));
		const chunk = new Uint8Array(2 ** 26);
		for (let pushed = 0; pushed < bodyLength; pushed += chunk.length) {
			expect(watch.isWhole()).toBe(false);
			watch.push(chunk);
		}
		expect(watch.isWhole()).toBe(true);
	});

	it('takes any bytes', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
				const watch = new Mp4Watch();
				chunks.forEach((chunk) => watch.push(chunk));
				expect([true, false, null]).toContain(watch.isWhole());
			}),
		);
	});
});
