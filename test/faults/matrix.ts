/** Everything that is tried: which fault, where, at which provider, how often. */

import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDERS } from '../../nodes/Sora/providers';
import { FAULT_NAMES, type FaultName } from '../../support/simulator';

/**
 * `put`: the second half of an upload, to the address that the first half names.
 * `price`: the question for the price, with a Max Cost below it.
 */
export const POINTS = ['submit', 'status', 'upload', 'put', 'download', 'list', 'price'] as const;
export type Point = (typeof POINTS)[number];

export type CellFault = FaultName | 'connectionRefused';

export const TIMES = [1, 3, Infinity] as const;
export type Times = (typeof TIMES)[number];

/**
 * Who goes on after a failure: `execution`, which is retried itself, or `caller`, which calls the
 * node's workflow once more, in a new execution.
 */
export type RetriedBy = 'execution' | 'caller';

export interface Cell {
	provider: ProviderName;
	point: Point;
	fault: CellFault;
	times: Times;
	retriedBy: RetriedBy;
}

/** Where a failure may have been paid for: a call that follows must know of it. */
export const POINTS_OF_CALLERS: readonly Point[] = ['submit', 'status', 'download', 'list'];

/** `answer` is whatever a test makes of it: no fault of its own. */
export const FAULTS: readonly CellFault[] = [
	'connectionRefused',
	...FAULT_NAMES.filter((name) => name !== 'response'),
];

/** Providers that name an address for the bytes. */
const TWO_STEP_UPLOADS: readonly ProviderName[] = ['eachlabs', 'fal'];

/** Why a provider cannot be hit at a point; null where it can. */
function noSuchPoint(provider: ProviderName, point: Point): string | null {
	const { upload, list, price, displayName } = PROVIDERS[provider];
	if (point === 'upload' && !upload) return `${displayName} takes images with the submit`;
	if (point === 'put' && !TWO_STEP_UPLOADS.includes(provider))
		return `${displayName} has no second half of an upload`;
	if (point === 'list' && !list) return `${displayName} has no list of tasks`;
	if (point === 'price' && !price) return `${displayName} can't be asked for a price`;
	return null;
}

/** Why a fault cannot happen at a point; null where it can. */
function noSuchFault(point: Point, fault: CellFault): string | null {
	const isOnlyForFiles = fault === 'expiredUrl' && point !== 'download';
	return isOnlyForFiles ? 'only the address of a video expires' : null;
}

export interface Matrix {
	cells: Cell[];
	/** How many cells were left out, by reason. */
	leftOut: Map<string, number>;
}

export function matrix(): Matrix {
	const cells: Cell[] = [];
	const leftOut = new Map<string, number>();
	for (const provider of PROVIDER_NAMES) {
		for (const point of POINTS) {
			for (const fault of FAULTS) {
				const reason = noSuchPoint(provider, point) ?? noSuchFault(point, fault);
				if (reason !== null) {
					leftOut.set(reason, (leftOut.get(reason) ?? 0) + TIMES.length);
					continue;
				}
				const cell = { provider, point, fault };
				cells.push(...TIMES.map((times): Cell => ({ ...cell, times, retriedBy: 'execution' })));
				if (POINTS_OF_CALLERS.includes(point)) {
					cells.push({ ...cell, times: Infinity, retriedBy: 'caller' });
				}
			}
		}
	}
	return { cells, leftOut };
}

export function cellName({ point, fault, times, retriedBy }: Cell): string {
	const often = times === Infinity ? 'forever' : times === 1 ? 'once' : 'three times';
	const where = retriedBy === 'caller' ? ', in a sub-workflow' : '';
	return `${fault} at ${point}, ${often}${where}`;
}
