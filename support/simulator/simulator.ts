/** What tests and the demo see of the simulator. */

import type { ProviderName } from '../../nodes/Sora/models/model';
import type { FaultBoard } from './faults';
import type { Plan, Script } from './plan';
import type { Manner } from './provider';
import type { Bill, RecordedRequest, Violation, WebhookDelivery } from './records';
import type { Content } from './server/reply';
import type { SimulatedTask, TaskState } from './tasks';

/** One value for all providers, or one for some of them. */
export type PerProvider<T> = T | Partial<Record<ProviderName, T>>;

export interface SimulatorOptions {
	/** 0 (default): any free one. */
	port?: number;
	/** Of the file host. 0 (default): any free one. */
	cdnPort?: number;
	/** Default: `test-key`. */
	keys?: PerProvider<string>;
	/** From the start of a render to its end (200). */
	renderMs?: number | ((index: number, input: Record<string, unknown>) => number);
	/** Milliseconds since 1970. Default: `Date.now`. */
	now?: () => number;
	/** Tasks alive at once. WaveSpeed and fal let the rest wait, the others refuse it with 429. Default: no limit. */
	concurrency?: PerProvider<number>;
	/** Submits in a minute; above it 429. Default: no limit. */
	perMinute?: PerProvider<number>;
	/** How long a video's address is valid. Default: the provider's own time. */
	addressLifeMs?: number;
	/** Between two attempts to deliver a callback. Default: the provider's own times. */
	callbackRetryMs?: number;
	/** Default: as in November 2026. */
	manner?: Partial<Manner>;
	script?: Script;
}

export interface NewTask {
	provider: ProviderName;
	model: string;
	input?: Record<string, unknown>;
	/** When it was accepted. Default: now. */
	at?: number;
	plan?: Plan;
}

export interface Simulator {
	readonly port: number;
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	/** Where pictures, uploads and videos are. */
	readonly cdnUrl: string;
	/** What belongs into the provider's credential. */
	baseUrl(provider: ProviderName): string;
	/** The same with the addresses of the provider's other hosts, by the credential's fields. */
	baseUrls(provider: ProviderName): { baseUrl: string } & Record<string, string>;
	key(provider: ProviderName): string;
	/** The same provider at a port that refuses every connection. */
	refusing(provider: ProviderName): string;
	/** The address of a file in `media/`. */
	imageFileUrl(name: string): string;

	readonly bills: readonly Bill[];
	readonly tasks: readonly SimulatedTask[];
	readonly requests: readonly RecordedRequest[];
	readonly violations: readonly Violation[];
	readonly deliveries: readonly WebhookDelivery[];

	readonly faults: FaultBoard;
	/** May be changed at any time. */
	readonly manner: Manner;
	/** `whsec_…` */
	readonly waveSpeedWebhookSecret: string;
	script(script: Script): void;
	/** A task of the account that nobody submitted over HTTP (and a bill, like any). */
	addTask(task: NewTask): SimulatedTask;
	state(taskId: string): TaskState;
	/** Ends a living task now. @throws Error where there is no such task. */
	end(taskId: string, plan?: Plan): void;
	/** The address of a completed task's video, as the provider would give it. */
	videoUrl(taskId: string): string;
	/** A video of this many bytes for `Plan.video`; never held in memory. */
	bigVideo(bytes: number): Content;
	/** Sends what is due, where the clock is not the real one. */
	deliverDue(): Promise<void>;
	/** Sends the task's callback once more. */
	repeatCallback(taskId: string): Promise<WebhookDelivery | null>;

	/** Forgets tasks, records, faults and the script. */
	reset(): void;
	/** Cuts every connection. */
	close(): Promise<void>;
}
