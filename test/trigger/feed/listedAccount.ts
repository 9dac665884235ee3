/** An account in virtual time whose list is paged, shifts and shows tasks late, and a trigger that crashes. */

import type { HttpCall, HttpResult } from '../../../nodes/Sora/providers/http';
import { objectOf } from '../../../nodes/Sora/shared/json';
import type { Provider } from '../../../nodes/Sora/providers/provider';
import type { VideoTask } from '../../../nodes/Sora/providers/video';
import { readAccount, setBaseline } from '../../../nodes/Sora/trigger/feed/accountFeed';
import { DownloadQueue } from '../../../nodes/Sora/trigger/feed/downloadQueue';
import { Feed, type FeedSetup } from '../../../nodes/Sora/trigger/feed/feed';
import { FeedMemory } from '../../../nodes/Sora/trigger/feed/memory';
import { deserialise, type FeedState } from '../../../nodes/Sora/trigger/feed/storedState';
import type { Http } from '../../../nodes/Sora/engine/ports';
import { Session } from '../../../nodes/Sora/engine/session';
import { fakePage, fakeProvider } from '../../engine/fakeProvider';
import { FakeServer } from '../../engine/fakeServer';

export interface Row {
	id: string;
	createdAt: number;
	/** Polls until it is listed. */
	hiddenFor: number;
	hasEnded: boolean;
	isDeleted: boolean;
	/** As the list and the task say it. Default: the creation. */
	saysCreatedAt?: string | null;
}

const list: NonNullable<Provider['list']> = {
	call: (cursor) => ({ to: 'provider', method: 'GET', path: `/list?offset=${cursor ?? '0'}` }),
	parse: (response) => {
		const { tasks, next } = objectOf(response.body);
		if (Array.isArray(tasks)) {
			return { ok: true, value: fakePage(tasks as VideoTask[], next as string | null) };
		}
		const message = 'broken';
		const failure = { category: 'provider' as const, code: null, message, retryAfterMs: null };
		return { ok: false, failure: { ...failure, httpStatus: response.status } };
	},
};

export class Account implements Http {
	readonly rows: Row[] = [];
	readonly server = new FakeServer();
	/** Pages that are answered before one is broken. */
	breakAfter = Infinity;
	/** Done once a page was read. */
	afterPage: () => void = () => undefined;
	/** What has started an execution, in order. */
	readonly emitted: string[] = [];
	/** As n8n has stored it. */
	stored: unknown = null;
	/** As it is in memory. */
	memory: unknown = null;
	readonly addressOf = this.server.addressOf.bind(this.server);
	readonly keyedPathOf = this.server.keyedPathOf.bind(this.server);

	constructor(private readonly pageSize = 3) {}

	create(createdAt: number, more: Partial<Row> = {}): Row {
		const id = `task-${this.rows.length}`;
		const row = { id, createdAt, hiddenFor: 0, hasEnded: false, isDeleted: false, ...more };
		this.rows.push(row);
		return row;
	}

	stream = this.server.stream.bind(this.server);

	async send(call: HttpCall): Promise<HttpResult> {
		const path = call.to === 'provider' ? call.path : call.url;
		const offset = /offset=(\d+)/.exec(path)?.[1];
		const headers = {};
		if (offset === undefined) {
			const row = this.rows.find(({ id }) => path.endsWith(`/${id}`));
			const isThere = row !== undefined && !row.isDeleted;
			const body = isThere ? taskOf(row) : {};
			return await Promise.resolve({ response: { status: isThere ? 200 : 404, headers, body } });
		}
		if (this.breakAfter-- <= 0) {
			return await Promise.resolve({ response: { status: 502, headers, body: 'Bad Gateway' } });
		}
		const listed = this.rows
			.filter(({ hiddenFor, isDeleted }) => hiddenFor <= 0 && !isDeleted)
			.map((row, index) => ({ row, index }))
			.sort((a, b) => b.row.createdAt - a.row.createdAt || b.index - a.index)
			.map(({ row }) => row);
		const from = Number(offset);
		const page = listed.slice(from, from + this.pageSize);
		const next = page.length < this.pageSize ? null : String(from + this.pageSize);
		const response = { status: 200, headers, body: { tasks: page.map(taskOf), next } };
		this.afterPage();
		return await Promise.resolve({ response });
	}

	/** One poll; n8n stores the state with an emission, and with the baseline. */
	async poll(): Promise<void> {
		const known = deserialise(this.memory, 'key');
		const ports = { ...this.server.ports, http: this };
		const session = new Session(fakeProvider, ports);
		const setup: FeedSetup = {
			provider: fakeProvider,
			http: this,
			clock: this.server.clock,
			filter: { events: ['completed'], models: [], fetchVideo: false },
			downloads: new DownloadQueue(session),
			key: 'key',
			keep: (state: FeedState) => (this.memory = JSON.parse(JSON.stringify(state))),
		};
		const feed = new Feed(setup, known ?? new FeedMemory());
		if (known === null) {
			const failure = await setBaseline(feed, list);
			if (failure === null) this.stored = this.memory;
		} else {
			await readAccount(feed, list);
			const finished = feed.flush();
			this.emitted.push(...finished.map(({ task }) => task.id));
			if (finished.length > 0) this.stored = this.memory;
		}
		this.breakAfter = Infinity;
		this.afterPage = () => undefined;
		for (const row of this.rows) row.hiddenFor--;
	}

	/** n8n is killed and started again: what was not stored is gone. */
	crash(): void {
		this.memory = this.stored;
	}
}

function taskOf(row: Row): VideoTask {
	return {
		id: row.id,
		status: row.hasEnded ? 'completed' : 'running',
		progress: null,
		videoUrls: row.hasEnded ? [`https://cdn.example/${row.id}.mp4`] : [],
		videoBy: 'url',
		requestedModel: null,
		deliveredModel: 'toy-1',
		durationSeconds: null,
		size: null,
		createdAt:
			row.saysCreatedAt === undefined ? new Date(row.createdAt).toISOString() : row.saysCreatedAt,
		completedAt: null,
		expiresAt: null,
		cost: null,
		failure: null,
		prompt: null,
		readPath: null,
		response: null,
	};
}
