/** What must come of each cell: by rule, from what the fault says and where it strikes. */

import type { ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDERS } from '../../nodes/Sora/providers';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import { billsSubmit } from '../../support/simulator';
import type { Cell, CellFault } from './matrix';

export type End =
	/** The whole video, for one bill. */
	| 'delivered'
	/** Nothing was submitted, nothing billed, and the error says so. */
	| 'refused'
	/** The error names the task, which is paid. */
	| 'taskNamed'
	/** The error says that it may be paid. */
	| 'perhapsPaid';

/** What a fault tells whoever meets it. */
type Meaning =
	/** It can be read all the same. */
	| 'harmless'
	/** Not carried out: come back later. */
	| 'later'
	/** Not carried out: the key or the balance is refused. */
	| 'denied'
	/** The request never left. */
	| 'unsent'
	/** Nobody can say whether it was carried out. */
	| 'unclear';

const MEANINGS: Readonly<Partial<Record<CellFault, Meaning>>> = {
	wrongContentType: 'harmless',
	slowDrip: 'harmless',
	status429: 'later',
	status503RetryAfterSeconds: 'later',
	status503RetryAfterDate: 'later',
	status401: 'denied',
	quota: 'denied',
	connectionRefused: 'unsent',
};

function meaningOf({ fault }: Cell): Meaning {
	return MEANINGS[fault] ?? 'unclear';
}

/** Whether its lists show which prompt a task was made of, so that a task can be recognised. WaveSpeed: only in the `list` cells. */
function recognises(provider: ProviderName): boolean {
	const { can, listShowsPrompts } = PROVIDER_INFOS[provider];
	return can.list !== false && listShowsPrompts;
}

/** Whether the request that meets the fault is carried out all the same. */
export function isCarriedOut(fault: CellFault): boolean {
	return fault !== 'connectionRefused' && billsSubmit(fault);
}

type Rule = (cell: Cell, meaning: Meaning) => End;

const forEver = ({ times }: Cell) => times === Infinity;

/** The images of the cells are small, and some providers take such an image with the submit. */
function withoutUpload({ provider, point }: Cell, meaning: Meaning): End {
	const { dataUriUpToBytes = 0 } = PROVIDERS[provider].upload ?? {};
	// What refuses a PUT is an address; the key has not been there.
	const isKeyRefused = meaning === 'denied' && point === 'upload';
	return dataUriUpToBytes > 0 && !isKeyRefused ? 'delivered' : 'refused';
}

/** An upload that is stored although its answer cannot be read: the answer to a PUT is nothing but its status. */
const STATUS_IS_ENOUGH: readonly CellFault[] = [
	'htmlOk',
	'brokenJson',
	'emptyBody',
	'falseGzip',
	'truncated',
	'stall',
];

const RULES: Readonly<Record<Cell['point'], Rule>> = {
	submit: (cell, meaning) => {
		if (meaning === 'harmless') return 'delivered';
		if (meaning === 'denied') return 'refused';
		if (meaning === 'later') return forEver(cell) ? 'refused' : 'delivered';
		// A refused connection is tried three times.
		if (meaning === 'unsent') return cell.times === 1 ? 'delivered' : 'refused';
		return isCarriedOut(cell.fault) && recognises(cell.provider) ? 'delivered' : 'perhapsPaid';
	},
	status: (cell, meaning) => {
		if (meaning === 'harmless') return 'delivered';
		// A key that has just worked is believed to be bad after half a minute of refusals.
		return forEver(cell) ? 'taskNamed' : 'delivered';
	},
	upload: (cell, meaning) => {
		if (meaning === 'harmless') return 'delivered';
		return meaning === 'denied' || forEver(cell) ? withoutUpload(cell, meaning) : 'delivered';
	},
	put: (cell, meaning) => {
		if (meaning === 'harmless' || STATUS_IS_ENOUGH.includes(cell.fault)) return 'delivered';
		return meaning === 'denied' || forEver(cell) ? withoutUpload(cell, meaning) : 'delivered';
	},
	download: (cell, meaning) =>
		meaning === 'harmless' || !forEver(cell) ? 'delivered' : 'taskNamed',
	list: (cell, meaning) => (meaning === 'harmless' || !forEver(cell) ? 'delivered' : 'perhapsPaid'),
	// The price is above Max Cost; a price that nobody knows may be, too.
	price: () => 'refused',
};

export function expectedEnd(cell: Cell): End {
	return RULES[cell.point](cell, meaningOf(cell));
}

/** How many tasks are billed by the end of the first run. */
export function expectedBills(cell: Cell): number {
	const end = expectedEnd(cell);
	if (end !== 'perhapsPaid') return end === 'refused' ? 0 : 1;
	return cell.point === 'list' || isCarriedOut(cell.fault) ? 1 : 0;
}

/**
 * What must come of a retry once the trouble is over: everything that is known is delivered, for one
 * bill. A submit whose answer was lost stays open where no list can tell what became of it, and a
 * price above Max Cost is still above it.
 */
export function expectedAfterRetry(cell: Cell): End {
	if (cell.point === 'price') return 'refused';
	const isOpen = expectedEnd(cell) === 'perhapsPaid' && cell.point === 'submit';
	return isOpen ? 'perhapsPaid' : 'delivered';
}
