/** Long computations in small steps, so that n8n can answer others in between. */

/** Yields where it may be interrupted, every few milliseconds. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Lets everything else that waits have its turn. Never rejects. */
export type Pause = () => Promise<void>;

/** How long n8n answers nobody. Below it, pauses cost more than they give. */
const SLICE_MS = 40;

/** Asks for a pause whenever a slice of time is over. */
export class Slices {
	private until = Date.now() + SLICE_MS;

	constructor(private readonly pause: Pause) {}

	get isOver(): boolean {
		return Date.now() >= this.until;
	}

	/** Pauses where the slice is over. */
	async rest(): Promise<void> {
		if (!this.isOver) return;
		await this.pause();
		this.until = Date.now() + SLICE_MS;
	}
}

/** Carries work out, with pauses. Rejects with what the work throws. */
export async function inSlices<T>(work: Work<T>, pause: Pause): Promise<T> {
	const slices = new Slices(pause);
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		if (slices.isOver) await slices.rest();
	}
}
