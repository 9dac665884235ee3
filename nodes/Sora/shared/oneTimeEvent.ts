/**
 * Something that happens once, or never. Whoever waits for it beside something shorter leaves nothing
 * behind: with `Promise.race` the longer-lived promise keeps a reaction for each wait, for as long as
 * it lives, and a run waits tens of thousands of times.
 */
export class OneTimeEvent {
	private hasFired = false;
	private readonly listeners = new Set<() => void>();

	/** It happens: all who wait go on. Again: nothing. */
	fire(): void {
		this.hasFired = true;
		for (const listener of this.listeners) listener();
		this.listeners.clear();
	}

	/** How many wait. */
	get waiting(): number {
		return this.listeners.size;
	}

	/** Waits for it, however long that takes. */
	async happened(): Promise<void> {
		if (!this.hasFired) await new Promise<void>((resolve) => this.listeners.add(resolve));
	}

	/** Waits for it or for `other`, whichever comes first. @throws what `other` rejects with, if that comes first. */
	async orUntil(other: Promise<void>): Promise<void> {
		if (this.hasFired) return;
		await new Promise<void>((resolve, reject) => {
			this.listeners.add(resolve);
			other.then(resolve, reject).finally(() => this.listeners.delete(resolve));
		});
	}
}
