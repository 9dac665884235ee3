/** Callbacks: sent when a task ends, tried again, signed as each provider signs. */

import { createHmac } from 'node:crypto';
import type { WebhookDelivery } from './records';
import type { SimulatedTask } from './tasks';

/** What a provider sends, and to whom. */
export interface Callback {
	url: string;
	/** Without the headers of the transport. */
	headers: Record<string, string>;
	body: string;
}

export interface WebhookRules {
	now: () => number;
	/** null where the task's end is not reported. */
	callbackOf: (task: SimulatedTask) => Callback | null;
	hasEnded: (task: SimulatedTask) => boolean;
	/** Milliseconds to wait after attempt number `attempt`, from 1. */
	retryMs: (task: SimulatedTask, attempt: number) => number;
}

/** In all, at WaveSpeed and at Eachlabs. */
const ATTEMPTS = 3;
const LONGEST_TIMER_MS = 60_000;

export class Webhooks {
	readonly deliveries: WebhookDelivery[] = [];
	waveSpeedSecret = 'whsec_e9EE3BdyXSxcB4ZyZUKjQUEoQX4sF9P1+eMpb/KluCM=';
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly started = new Set<string>();
	private readonly closing = new AbortController();

	constructor(private readonly rules: WebhookRules) {}

	/** Watches the task's end, where it asked for a callback. */
	expect(task: SimulatedTask): void {
		if (task.webhook === null) return;
		const result = () => {
			if (this.started.has(task.id)) return;
			if (this.rules.hasEnded(task)) return void this.begin(task);
			const restMs = Math.max(5, task.endsAt - this.rules.now());
			this.later(result, Math.min(restMs, LONGEST_TIMER_MS));
		};
		result();
	}

	/** Delivers at once what is due, for tests with a clock of their own. */
	async deliverDue(tasks: readonly SimulatedTask[]): Promise<void> {
		const due = tasks.filter(
			(task) => task.webhook && !this.started.has(task.id) && this.rules.hasEnded(task),
		);
		await Promise.all(due.map((task) => this.begin(task)));
	}

	/** Sends the task's callback once more, whatever came of it before. */
	async repeat(task: SimulatedTask): Promise<WebhookDelivery | null> {
		const callback = this.rules.callbackOf(task);
		return callback && (await this.attempt(task, callback, 1));
	}

	forget(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		this.deliveries.length = 0;
		this.started.clear();
	}

	close(): void {
		this.forget();
		this.closing.abort();
	}

	private later(action: () => void, ms: number): void {
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			action();
		}, ms);
		this.timers.add(timer);
	}

	private async begin(task: SimulatedTask): Promise<void> {
		this.started.add(task.id);
		const times = 1 + (task.plan.webhookRepeats ?? 0);
		for (let time = 0; time < times; time++) await this.tryFrom(task, 1);
	}

	private async tryFrom(task: SimulatedTask, attempt: number): Promise<void> {
		const callback = this.rules.callbackOf(task);
		if (!callback) return;
		const { status } = await this.attempt(task, callback, attempt);
		const isTaken = status !== null && status >= 200 && status < 300;
		if (isTaken || attempt >= ATTEMPTS || this.closing.signal.aborted) return;
		this.later(() => void this.tryFrom(task, attempt + 1), this.rules.retryMs(task, attempt));
	}

	private async attempt(
		task: SimulatedTask,
		{ url, headers, body }: Callback,
		attempt: number,
	): Promise<WebhookDelivery> {
		const delivery: WebhookDelivery = {
			taskId: task.id,
			url,
			attempt,
			headers,
			body,
			at: this.rules.now(),
			status: null,
			error: null,
		};
		this.deliveries.push(delivery);
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body,
				signal: this.closing.signal,
				redirect: 'manual',
			});
			delivery.status = response.status;
			await response.arrayBuffer();
		} catch (error) {
			delivery.error = error instanceof Error ? error.message : String(error);
		}
		return delivery;
	}
}

/** Hex of an HMAC over `id.timestamp.body`; the key is the secret without its prefix, as it stands. */
export function waveSpeedSignature(
	secret: string,
	id: string,
	timestamp: number,
	body: string,
): string {
	const key = secret.replace(/^whsec_/, '');
	return `v3,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('hex')}`;
}

/** Hex of an HMAC over `timestamp.body`; the key is the secret. */
export function eachlabsSignature(secret: string, timestamp: number, body: string): string {
	return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** Hex of an HMAC over `timestamp,body`; the key is the secret. */
export function openRouterSignature(secret: string, timestamp: number, body: string): string {
	const hmac = createHmac('sha256', secret).update(`${timestamp},${body}`);
	return `t=${timestamp},v1=${hmac.digest('hex')}`;
}

/** Standard Webhooks: base64 of the same HMAC, and the key is decoded. */
export function standardSignature(
	secret: string,
	id: string,
	timestamp: number,
	body: string,
): string {
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
