/** The filters that turn a PNG row into differences, and back. PNG specification, section 9. */

const FILTERS = [0, 1, 2, 3, 4] as const;
type Filter = (typeof FILTERS)[number];

export function isFilter(value: number): value is Filter {
	return value <= 4;
}

const { abs } = Math;

/** 9.4: whichever neighbour is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
	const guess = left + above - corner;
	const toLeft = abs(guess - left);
	const toAbove = abs(guess - above);
	const toCorner = abs(guess - corner);
	if (toLeft <= toAbove && toLeft <= toCorner) return left;
	return toAbove <= toCorner ? above : corner;
}

/** Undoes a filter on the bytes from `step` on. `previous` is the row above, `step` the way to the left. */
type Undo = (row: Uint8Array, previous: Uint8Array, step: number) => void;

const UNDO: Readonly<Record<Filter, Undo>> = {
	0: () => undefined,
	1: (row, _previous, step) => {
		for (let at = step; at < row.length; at++) row[at] += row[at - step];
	},
	2: (row, previous, step) => {
		for (let at = step; at < row.length; at++) row[at] += previous[at];
	},
	3: (row, previous, step) => {
		for (let at = step; at < row.length; at++) row[at] += (row[at - step] + previous[at]) >> 1;
	},
	4: (row, previous, step) => {
		for (let at = step; at < row.length; at++) {
			row[at] += paeth(row[at - step], previous[at], previous[at - step]);
		}
	},
};

/** What each filter expects a byte of the first pixel to be, which has none to its left. */
const EXPECTED_FIRST: Readonly<Record<Filter, (above: number) => number>> = {
	0: () => 0,
	1: () => 0,
	2: (above) => above,
	3: (above) => above >> 1,
	4: (above) => above,
};

/**
 * Undoes the filter, in place.
 * @param previous the row above, not filtered; zeros above the first
 * @param step bytes to the same sample of the pixel to the left, at least 1
 */
export function unfilter(
	filter: Filter,
	row: Uint8Array,
	previous: Uint8Array,
	step: number,
): void {
	const first = Math.min(step, row.length);
	for (let at = 0; at < first; at++) row[at] += EXPECTED_FIRST[filter](previous[at]);
	UNDO[filter](row, previous, step);
}

/** A difference near zero, above or below, packs well. */
const COST = Uint8Array.from({ length: 256 }, (_, difference) =>
	difference < 128 ? difference : 256 - difference,
);

/**
 * Filters the row in the way that promises the smallest file: the least sum of differences (12.7).
 * @param into the filter's number, then the filtered row
 */
export function filterInto(
	into: Uint8Array,
	row: Uint8Array,
	previous: Uint8Array,
	step: number,
): void {
	const filter = cheapestFilter(row, previous, step);
	into[0] = filter;
	for (let at = 0; at < row.length; at++) {
		const left = at < step ? 0 : row[at - step];
		const corner = at < step ? 0 : previous[at - step];
		into[at + 1] = row[at] - expected(filter, left, previous[at], corner);
	}
}

function expected(filter: Filter, left: number, above: number, corner: number): number {
	if (filter === 4) return paeth(left, above, corner);
	if (filter === 3) return (left + above) >> 1;
	if (filter === 2) return above;
	return filter === 1 ? left : 0;
}

/** All filters in one go: it is the larger part of the work of writing a PNG file. */
function cheapestFilter(row: Uint8Array, previous: Uint8Array, step: number): Filter {
	const costOf = COST;
	let [none, sub, up, average, predicted] = [0, 0, 0, 0, 0];
	for (let at = 0; at < row.length; at++) {
		const byte = row[at];
		const above = previous[at];
		const left = at < step ? 0 : row[at - step];
		const corner = at < step ? 0 : previous[at - step];
		none += costOf[byte];
		sub += costOf[(byte - left) & 255];
		up += costOf[(byte - above) & 255];
		average += costOf[(byte - ((left + above) >> 1)) & 255];
		predicted += costOf[(byte - paeth(left, above, corner)) & 255];
	}
	const sums = [none, sub, up, average, predicted];
	const least = Math.min(...sums);
	return FILTERS.find((filter) => sums[filter] === least) ?? 0;
}
