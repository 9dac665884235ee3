/**
 * A signal for each call instead of one for all of an execution. Node.js keeps the listeners of a signal
 * in a linked list, and one that is removed still points to the next: as soon as one has become old,
 * each later call stays in memory with all that it has brought, until all garbage is collected.
 */
export class CallSignals {
	private readonly open = new Set<AbortController>();

	/** @param signal of the execution; undefined where it has none. */
	constructor(private readonly signal: AbortSignal | undefined) {
		signal?.addEventListener('abort', () => this.abort(), { once: true });
	}

	/** How many calls are under way. */
	get size(): number {
		return this.open.size;
	}

	/** Does a call with a signal that is aborted when the execution's is; undefined where that has none. */
	async use<T>(call: (signal: AbortSignal | undefined) => Promise<T>): Promise<T> {
		if (this.signal === undefined || this.signal.aborted) return await call(this.signal);
		const controller = new AbortController();
		this.open.add(controller);
		return await call(controller.signal).finally(() => this.open.delete(controller));
	}

	private abort(): void {
		for (const controller of this.open) controller.abort();
	}
}
