import type { Provider } from '../providers/provider';
import { Limiter } from './limiter';
import { AbortError } from './outcome';
import type { Ports } from './ports';

/** More gain nothing, and a server may mind. */
const DOWNLOADS_AT_ONCE = 4;

export type SessionPorts = Pick<Ports, 'http' | 'clock' | 'videos'>;

/** Work with one provider that can be ended: what it takes to fetch a video. */
export class Session {
	readonly downloads = new Limiter(DOWNLOADS_AT_ONCE);

	private isAborted = false;
	private endNow: () => void = () => {};
	private readonly end = new Promise<void>((resolve) => (this.endNow = resolve));

	constructor(
		readonly provider: Provider,
		readonly ports: SessionPorts,
	) {}

	get isOver(): boolean {
		return this.isAborted || this.ports.clock.stopped;
	}

	/** @throws AbortError if it is over. */
	checkpoint(): void {
		if (this.isOver) throw new AbortError();
	}

	/** Waits, and is cut short by the end. @throws AbortError then. */
	async pause(ms: number): Promise<void> {
		this.checkpoint();
		await Promise.race([this.ports.clock.sleep(Math.max(0, ms)), this.end]);
		this.checkpoint();
	}

	/** Ends it: nothing new is sent. */
	abort(): void {
		this.isAborted = true;
		this.endNow();
	}

	get whenAborted(): Promise<void> {
		return this.end;
	}
}
