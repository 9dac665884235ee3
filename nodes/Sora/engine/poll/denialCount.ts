import type { Retrieved } from '../exchange';
import { areBelieved, unreachedIsFinal } from '../policy';
import type { Run } from '../run';

/** A response without a task. */
export type Unusable = Exclude<Retrieved, { kind: 'task' }>;

/** How often, and for how long, a task or our key has been denied, or no server was reached. */
export class DenialCount {
	private count = 0;
	private kind: Unusable['kind'] = 'unclear';
	private startedAt = 0;

	/** @param isKnown the task exists, or existed: it was submitted by us, or seen. */
	constructor(
		private readonly run: Run,
		public isKnown: boolean,
	) {}

	/** The task was seen. */
	clear(): void {
		this.count = 0;
		this.isKnown = true;
		this.run.keyHasWorked = true;
	}

	areBelievedWith({ kind, unsent = false }: Unusable): boolean {
		if (kind === 'unclear' && !unsent) return false;
		const now = this.run.ports.clock.now();
		if (this.count === 0 || this.kind !== kind) {
			this.count = 0;
			this.kind = kind;
			this.startedAt = now;
		}
		this.count++;
		const forMs = now - this.startedAt;
		if (kind === 'unclear') {
			return unreachedIsFinal({ isKnown: this.isKnown || this.run.keyHasWorked, forMs });
		}
		const isKnown = kind === 'missing' ? this.isKnown : this.run.keyHasWorked;
		return areBelieved({ kind, isKnown, count: this.count, forMs });
	}
}
