/** What the simulated providers have in common: a prefix, routes, and the world that they act on. */

import type { ProviderName } from '../../nodes/Sora/models/model';
import type { Cdn } from './files/cdn';
import type { DownloadManner } from './files/downloads';
import type { Refusals } from './faults';
import type { HostName } from './hosts';
import type { Call, KeyForm } from './server/http';
import type { Plan } from './plan';
import type { CallKind } from './records';
import { json, type Reply } from './server/reply';
import type { SimulatedTask, TaskStore } from './tasks';
import type { Callback, Webhooks } from './webhooks';

export interface Manner {
	/** Sora is gone, as it is since 2026-09-24. */
	retired: boolean;
	downloads: DownloadManner;
	/** `/content` of an OpenAI-style video before it is complete. */
	contentBeforeCompletion: 400 | 404 | 409;
	/** The Seedance gateway says gzip and sends plain bytes to everyone who does not ask for `identity`. */
	seedanceFalseGzip: boolean;
	/** The models that the APIYI token's group may use; null: all. */
	apiyiGroup: readonly string[] | null;
	/** The OpenAI-compatible host is one of these servers; null: it is as OpenAI was. */
	host: HostName | null;
	/** OpenAI's webhooks are set per project, not per request. */
	projectWebhook: { url: string; secret: string } | null;
	/** WaveSpeed's predictions show the `input` they were made of, as some of its older pages have it. */
	waveSpeedEcho: boolean;
	/** What WaveSpeed takes off every price: 0.1 for a tenth. */
	waveSpeedDiscount: number;
	/** Milliseconds from the end of a task until WaveSpeed's reservation is settled. */
	waveSpeedSettleMs: number;
	/** OpenRouter's jobs show signed addresses, besides those that need the key. */
	openRouterUrls: boolean;
	/** The signing secret of OpenRouter's workspace; null: its callbacks are not signed. */
	openRouterSecret: string | null;
	/** Bytes; above it an upload gets 413. */
	uploadLimit: number;
}

export interface World {
	now: () => number;
	/** `http://127.0.0.1:PORT`, without a prefix. */
	origin: () => string;
	tasks: TaskStore;
	cdn: Cdn;
	webhooks: Webhooks;
	manner: Manner;
	/** Tasks alive at once; Infinity for no limit. */
	concurrency: (provider: ProviderName) => number;
}

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** The path below the prefix; its groups are handed to the handler, decoded. */
	path: RegExp;
	kind: CallKind;
	/** Needs no key. */
	open?: true;
	handle: (call: Call, parts: string[]) => Reply;
}

export interface SimulatedProvider {
	name: ProviderName;
	/** Without slashes. */
	prefix: string;
	keyForms: readonly KeyForm[];
	routes: readonly Route[];
	refusals: Refusals;
	unknownRoute: (call: Call) => Reply;
	/** What is sent when this task ends; null where nothing is. */
	callback: (task: SimulatedTask) => Callback | null;
	newId: (seed: string, model: string) => string;
	/** Milliseconds that a video's address is valid. */
	addressLifeMs: number;
	/** Milliseconds from callback number `attempt`, which failed, to the next. */
	callbackRetryMs: (attempt: number) => number;
}

/** The answer that a script wants for a submit instead of a task; null where it wants none. */
export function scriptedRefusal({ refuse }: Plan): Reply | null {
	return refuse ? json(refuse.status, refuse.json, refuse.headers) : null;
}

export function isFull(world: World, provider: ProviderName): boolean {
	return world.tasks.alive(provider) >= world.concurrency(provider);
}

/** ISO 8601 with the nanoseconds that some servers write; they make equal times distinct. */
export function nanoTime(ms: number, index: number): string {
	return new Date(ms)
		.toISOString()
		.replace('Z', `${String((index * 264) % 1_000_000).padStart(6, '0')}Z`);
}
