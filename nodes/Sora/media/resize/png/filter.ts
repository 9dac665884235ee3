/** The filters that turn a PNG row into differences, and back. PNG specification, section 9. */

const FILTERS = [0, 1, 2, 3, 4] as const;
type Filter = (typeof FILTERS)[number];

export function isFilter(value: number): value is Filter {
	return value <= 4;
}

/** 9.4: whichever neighbour is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
	const guess = left + above - corner;
	const toLeft = Math.abs(guess - left);
	const toAbove = Math.abs(guess - above);
	const toCorner = Math.abs(guess - corner);
	if (toLeft <= toAbove && toLeft <= toCorner) return left;
	return toAbove <= toCorner ? above : corner;
}

/** What each filter expects a byte to be, from the bytes to its left, above, and above left. */
const EXPECTED: Readonly<Record<Filter, (left: number, above: number, corner: number) => number>> =
	{
		0: () => 0,
		1: (left) => left,
		2: (_left, above) => above,
		3: (left, above) => (left + above) >> 1,
		4: paeth,
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
	if (filter === 0) return;
	const expected = EXPECTED[filter];
	for (let at = 0; at < row.length; at++) {
		const left = at < step ? 0 : row[at - step];
		const corner = at < step ? 0 : previous[at - step];
		row[at] += expected(left, previous[at], corner);
	}
}

/** A difference near zero, above or below, packs well. */
function cost(difference: number): number {
	return difference < 128 ? difference : 256 - difference;
}

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
	let least = Infinity;
	const candidate = new Uint8Array(row.length);
	for (const filter of FILTERS) {
		const sum = applyFilter(filter, candidate, row, previous, step);
		if (sum >= least) continue;
		least = sum;
		into[0] = filter;
		into.set(candidate, 1);
	}
}

/** @returns the sum of the differences */
function applyFilter(
	filter: Filter,
	into: Uint8Array,
	row: Uint8Array,
	previous: Uint8Array,
	step: number,
): number {
	const expected = EXPECTED[filter];
	let sum = 0;
	for (let at = 0; at < row.length; at++) {
		const left = at < step ? 0 : row[at - step];
		const corner = at < step ? 0 : previous[at - step];
		into[at] = row[at] - expected(left, previous[at], corner);
		sum += cost(into[at]);
	}
	return sum;
}
