import type { Provider } from '../providers/provider';
import { OneTimeEvent } from '../shared/oneTimeEvent';
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
	private readonly end = new OneTimeEvent();

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
		await this.end.orUntil(this.ports.clock.sleep(Math.max(0, ms)));
		this.checkpoint();
	}

	/** Ends it: nothing new is sent. */
	abort(): void {
		this.isAborted = true;
		this.end.fire();
	}

	/** Waits until it is aborted; forever where it never is. */
	async whenAborted(): Promise<void> {
		await this.end.happened();
	}
}
