/** The tasks and their states. A state is computed when it is asked for; nothing runs in between. */

import { randomBytes } from 'node:crypto';
import type { ProviderName } from '../../nodes/Sora/models/model';
import type { Asked, Outcome, Plan, Script } from './plan';
import type { Bill } from './records';

export interface SimulatedTask {
	id: string;
	index: number;
	provider: ProviderName;
	model: string;
	input: Record<string, unknown>;
	plan: Plan;
	/** Milliseconds, by the simulator's clock. */
	acceptedAt: number;
	startsAt: number;
	/** Infinity where it never ends. */
	endsAt: number;
	webhook: { url: string; secret: string | null } | null;
	deleted: boolean;
	/** Which edition of its video addresses is valid; a refused one is replaced at the next read. */
	address: { generation: number; expired: boolean; signedAt: number };
}

export interface TaskState {
	phase: 'queued' | 'running' | Exclude<Outcome, 'never'>;
	/** 0–100. */
	progress: number;
	endedAt: number | null;
}

/** Ends are a provider's business: everything that is neither waiting nor running. */
export function hasEnded(state: TaskState): boolean {
	return state.endedAt !== null;
}

export interface Order {
	provider: ProviderName;
	model: string;
	input: Record<string, unknown>;
	id: (seed: string, model: string) => string;
	webhook?: SimulatedTask['webhook'];
	plan?: Plan;
	/** Default: now. */
	at?: number;
}

/** Of the render time, how much is spent in the queue. */
const QUEUED_SHARE = 0.1;

export interface TaskRules {
	now: () => number;
	renderMs: (index: number, input: Record<string, unknown>) => number;
	concurrency: (provider: ProviderName) => number;
}

export class TaskStore {
	readonly all: SimulatedTask[] = [];
	readonly bills: Bill[] = [];
	script: Script = () => undefined;
	private readonly byId = new Map<string, SimulatedTask>();

	constructor(
		private readonly rules: TaskRules,
		private readonly onAccept: (task: SimulatedTask) => void,
	) {}

	/** What the script says about a task that is about to be accepted. */
	planFor(asked: Omit<Asked, 'index'>): Plan {
		return this.script({ ...asked, index: this.all.length }) ?? {};
	}

	/** Accepts and bills. */
	accept(order: Order): SimulatedTask {
		const index = this.all.length;
		const { provider, model, input } = order;
		const plan = order.plan ?? this.planFor({ provider, model, input });
		const acceptedAt = order.at ?? this.rules.now();
		const startsAt = this.firstFreePlace(provider, acceptedAt, this.all);
		const id = order.id(randomBytes(32).toString('hex'), model);
		const task: SimulatedTask = {
			id,
			index,
			provider,
			model,
			input,
			plan,
			acceptedAt,
			startsAt,
			endsAt: startsAt + this.renderMs(index, input, plan),
			webhook: order.webhook ?? null,
			deleted: false,
			address: { generation: 0, expired: false, signedAt: acceptedAt },
		};
		this.all.push(task);
		this.byId.set(id, task);
		this.bills.push({ provider, taskId: id, model, input, at: acceptedAt });
		this.onAccept(task);
		return task;
	}

	find(provider: ProviderName, id: string): SimulatedTask | null {
		const task = this.byId.get(id);
		return task?.provider === provider && !task.deleted ? task : null;
	}

	byAnyId(id: string): SimulatedTask | null {
		return this.byId.get(id) ?? null;
	}

	state(task: SimulatedTask): TaskState {
		const now = this.rules.now();
		if (now >= task.endsAt) {
			const outcome = task.plan.outcome ?? 'completed';
			const phase = outcome === 'never' ? 'completed' : outcome;
			return { phase, progress: phase === 'completed' ? 100 : 0, endedAt: task.endsAt };
		}
		if (now < task.startsAt) return { phase: 'queued', progress: 0, endedAt: null };
		const share = (now - task.startsAt) / (task.endsAt - task.startsAt);
		if (share < QUEUED_SHARE) return { phase: 'queued', progress: 0, endedAt: null };
		return { phase: 'running', progress: Math.min(99, Math.floor(share * 100)), endedAt: null };
	}

	alive(provider: ProviderName): number {
		const now = this.rules.now();
		return this.all.filter((task) => task.provider === provider && task.endsAt > now).length;
	}

	/** Ends a living task now; those that wait for its place move up. */
	end(task: SimulatedTask, plan: Plan): void {
		const now = this.rules.now();
		if (now >= task.endsAt) return;
		task.plan = { ...task.plan, ...plan };
		task.endsAt = now;
		task.startsAt = Math.min(task.startsAt, now);
		this.moveUp(task.provider, now);
	}

	clear(): void {
		this.all.length = 0;
		this.bills.length = 0;
		this.byId.clear();
	}

	private moveUp(provider: ProviderName, now: number): void {
		for (const [index, task] of this.all.entries()) {
			if (task.provider !== provider || task.startsAt <= now) continue;
			const renderMs = task.endsAt - task.startsAt;
			task.startsAt = Math.max(now, this.firstFreePlace(provider, now, this.all.slice(0, index)));
			task.endsAt = task.startsAt + renderMs;
		}
	}

	private renderMs(index: number, input: Record<string, unknown>, plan: Plan): number {
		if (plan.outcome === 'never') return Infinity;
		return plan.renderMs ?? this.rules.renderMs(index, input);
	}

	/** First come, first served: with n places, the next one starts when fewer than n are left. */
	private firstFreePlace(
		provider: ProviderName,
		at: number,
		before: readonly SimulatedTask[],
	): number {
		const places = this.rules.concurrency(provider);
		if (places === Infinity) return at;
		const ends = before
			.filter((task) => task.provider === provider && task.endsAt > at)
			.map((task) => task.endsAt)
			.sort((a, b) => a - b);
		return ends.length < places ? at : (ends[ends.length - places] ?? at);
	}
}
