import type { Clock } from '../../nodes/Sora/engine/ports';

/** Time that passes only when nothing else is left to do. */
export class VirtualClock implements Clock {
	stopped = false;
	private time = Date.parse('2026-11-21T12:00:00.000Z');
	private sleepers: Array<{ at: number; wake: () => void }> = [];

	now(): number {
		return this.time;
	}

	random(): number {
		return 0.5;
	}

	async sleep(ms: number): Promise<void> {
		if (this.stopped || ms <= 0) return;
		await new Promise<void>((wake) => this.sleepers.push({ at: this.time + ms, wake }));
	}

	/** The user presses Stop. */
	stop(): void {
		this.stopped = true;
		for (const { wake } of this.sleepers.splice(0)) wake();
	}

	/** Runs until `promise` is settled; time jumps from one sleeper to the next. */
	async run<T>(promise: Promise<T>): Promise<T> {
		let isSettled = false;
		const settle = () => (isSettled = true);
		promise.then(settle, settle);
		for (let steps = 0; ; steps++) {
			await new Promise((resolve) => setImmediate(resolve));
			if (isSettled) return await promise;
			const next = this.sleepers.sort((a, b) => a.at - b.at).shift();
			if (next === undefined) throw new Error('Everybody waits, and nobody sleeps');
			if (steps > 100_000) throw new Error('Time does not end');
			this.time = Math.max(this.time, next.at);
			next.wake();
		}
	}
}
