/** Lets at most `limit` in at a time, in the order of their coming. */
export class Limiter {
	private inside = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly limit: number) {}

	/** @returns the way out, to be taken once; taking it again does nothing. */
	async enter(): Promise<() => void> {
		if (this.inside >= this.limit) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.inside++;
		}
		let hasLeft = false;
		return () => {
			if (hasLeft) return;
			hasLeft = true;
			const next = this.waiting.shift();
			if (next) next();
			else this.inside--;
		};
	}

	async use<T>(task: () => Promise<T>): Promise<T> {
		const leave = await this.enter();
		try {
			return await task();
		} finally {
			leave();
		}
	}
}
