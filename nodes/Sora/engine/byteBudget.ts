/**
 * Lets work in as long as the bytes that it holds in memory stay within a budget, in the order of its
 * coming. What is larger than the budget goes alone.
 */
export class ByteBudget {
	private held = 0;
	private readonly waiting: Array<{ bytes: number; enter: () => void }> = [];

	constructor(private readonly budget: number) {}

	/** @param bytes that the task holds while it lasts. */
	async use<T>(bytes: number, task: () => Promise<T>): Promise<T> {
		await this.enter(bytes);
		try {
			return await task();
		} finally {
			this.leave(bytes);
		}
	}

	private async enter(bytes: number): Promise<void> {
		if (this.waiting.length > 0 || !this.hasRoomFor(bytes)) {
			await new Promise<void>((enter) => this.waiting.push({ bytes, enter }));
		} else {
			this.held += bytes;
		}
	}

	private leave(bytes: number): void {
		this.held -= bytes;
		for (let next = this.waiting[0]; next && this.hasRoomFor(next.bytes); next = this.waiting[0]) {
			this.waiting.shift();
			this.held += next.bytes;
			next.enter();
		}
	}

	private hasRoomFor(bytes: number): boolean {
		return this.held === 0 || this.held + bytes <= this.budget;
	}
}
