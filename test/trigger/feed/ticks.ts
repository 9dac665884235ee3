/** n8n in virtual time, as far as a polling trigger sees it: an activation, ticks, and a restart. */

import type { Provider } from '../../../nodes/Sora/providers/provider';
import { readAccount, setBaseline } from '../../../nodes/Sora/trigger/feed/accountFeed';
import { DownloadQueue } from '../../../nodes/Sora/trigger/feed/downloadQueue';
import { Feed } from '../../../nodes/Sora/trigger/feed/feed';
import { FeedMemory } from '../../../nodes/Sora/trigger/feed/memory';
import { deserialise } from '../../../nodes/Sora/trigger/feed/storedState';
import { drainAndWatch } from '../../../nodes/Sora/trigger/feed/pollWindow';
import type { Http } from '../../../nodes/Sora/engine/ports';
import { Session } from '../../../nodes/Sora/engine/session';
import { fakeProvider, fakeRequest } from '../../engine/fakeProvider';
import type { FakeServer } from '../../engine/fakeServer';

const MINUTE_MS = 60_000;
/** What n8n grants a poll. */
const BUDGET_MS = 5 * 60_000 - 3_000;

const withoutKey = {
	networkFailure: { code: 'UNKNOWN', message: 'No bridge acquired', sent: false },
};

const list = listOf(fakeProvider);

function listOf(provider: Provider): NonNullable<Provider['list']> {
	if (!provider.list) throw new Error('the provider has no list');
	return provider.list;
}

/** Numbers between 0 and 1 that are the same in each run. */
export function chanceOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

export class Ticks {
	/** When each task has come out (Unix ms), by its ID; an ID twice is an error. */
	readonly emittedAt = new Map<string, number>();
	/** How long each poll took. */
	readonly polls: Array<{ at: number; tookMs: number }> = [];
	/** As n8n has stored it. */
	private stored: unknown = null;
	private process: Process | null = null;
	/** What has ended before is past (Unix ms). */
	private startedAt = Infinity;

	constructor(
		readonly server: FakeServer,
		/** What its clock shows beyond the provider's. */
		private readonly skewMs = 0,
	) {}

	/**
	 * n8n starts, polls once, and then every minute from `gapMs` after that on, until it is killed.
	 * @param gapsMs one for each poll time
	 */
	async start(...gapsMs: number[]): Promise<void> {
		const { clock } = this.server;
		this.startedAt = Math.min(this.startedAt, clock.now());
		const process: Process = {
			memory: this.stored,
			downloads: null,
			feed: null,
			polling: null,
			hasKey: false,
		};
		this.process = process;
		await this.poll(process, true);
		for (const gapMs of gapsMs) void this.tick(process, clock.now() + gapMs);
	}

	kill(): void {
		this.process?.feed?.stop();
		this.process?.downloads?.close();
		this.process = null;
	}

	private async tick(process: Process, at: number): Promise<void> {
		const { clock } = this.server;
		await clock.sleep(at - clock.now());
		if (this.process !== process) return;
		void this.poll(process, false);
		await this.tick(process, at + MINUTE_MS);
	}

	/** n8n does not mind whether the poll before is still at work. */
	private async poll(process: Process, isFirst: boolean): Promise<void> {
		process.hasKey = true;
		const before = process.polling;
		if (before === null) process.polling = this.work(process, isFirst);
		await (before ?? process.polling);
		if (before === null) process.polling = null;
		process.hasKey = false;
	}

	private async work(process: Process, isFirst: boolean): Promise<void> {
		const { server, skewMs } = this;
		const clock = Object.assign(Object.create(server.clock) as typeof server.clock, {
			now: () => server.clock.now() + skewMs,
			sleep: async (ms: number) => await server.clock.sleep(ms),
		});
		const http: Http = {
			stream: server.stream.bind(server),
			addressOf: server.addressOf.bind(server),
			keyedPathOf: server.keyedPathOf.bind(server),
			send: async (call) => (process.hasKey ? await server.send(call) : withoutKey),
		};
		const startedAt = clock.now();
		if (process.downloads?.isEmpty !== false) {
			process.downloads = new DownloadQueue(
				new Session(fakeProvider, { ...server.ports, clock, http }),
			);
		}
		const known = deserialise(process.memory, 'key');
		const feed = new Feed(
			{
				provider: fakeProvider,
				http,
				clock,
				filter: { events: ['completed'], models: [], fetchVideo: true },
				downloads: process.downloads,
				key: 'key',
				keep: (state) => (process.memory = JSON.parse(JSON.stringify(state))),
			},
			known ?? new FeedMemory(),
		);
		process.feed = feed;
		if (known === null) {
			await setBaseline(feed, list);
			this.stored = process.memory;
		} else {
			await readAccount(feed, list);
		}
		await drainAndWatch({
			feed,
			list,
			startedAt,
			isFirst,
			budgetMs: BUDGET_MS,
			emit: (finished) => {
				for (const { task } of finished) {
					if (this.emittedAt.has(task.id)) throw new Error(`${task.id} is emitted twice`);
					this.emittedAt.set(task.id, server.clock.now());
				}
				this.stored = process.memory;
			},
		});
		this.polls.push({ at: startedAt, tookMs: clock.now() - startedAt });
	}

	/** Submits a task that will be ready so much later. */
	async submit(renderMs: number): Promise<void> {
		await this.server.send(fakeProvider.create(fakeRequest(String(renderMs))));
	}

	/** From the end of each task to its emission, in seconds. */
	get delays(): number[] {
		return [...this.server.renders].flatMap(([id, { readyAt }]) => {
			if (readyAt < this.startedAt) return [];
			const at = this.emittedAt.get(id);
			if (at === undefined) throw new Error(`${id} was not emitted`);
			return (at - readyAt) / 1000;
		});
	}
}

interface Process {
	memory: unknown;
	downloads: DownloadQueue | null;
	feed: Feed | null;
	/** The poll under way. */
	polling: Promise<void> | null;
	/** The first poll brings it, and the first one that ends takes it away, whoever polls besides. */
	hasKey: boolean;
}
