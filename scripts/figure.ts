/** One measured number with its limit, as a bench reports it. */
export interface Figure {
	/** What was measured, in words: `tarball size`. */
	figure: string;
	/** The highest value that is allowed; null where it is only told. */
	limit: number | null;
	measured: number;
	/** `ms`, `kB`, … */
	unit: string;
}

/** What every file in `scripts/bench/` exports as `figures`. */
export type Bench = () => Promise<Figure[]>;

/** The middle one of several measurements, which one slow run does not move. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Whether it keeps its limit. */
export function holds({ limit, measured }: Figure): boolean {
	return Number.isFinite(measured) && (limit === null || measured <= limit);
}
