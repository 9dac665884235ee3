import type { Model } from '../../models/model';
import type { VideoTask } from '../../providers/video';
import type { Run } from '../run';
import { expectedRender, type ExpectedRender } from './pollPace';

/** How long a task has been rendering, as far as its statuses tell, and how long that should take. */
export class RenderTime {
	/**
	 * Unix milliseconds from which the wait is counted. The time in the provider's queue does not count
	 * while other tasks of the run end: the queue moves, and this task's turn comes.
	 */
	since: number;
	private isQueued = true;
	/** Unix milliseconds before which it surely did not render: its submit, or the last poll that has shown it in the queue. */
	private rendersSince: number;
	/** Drawn once, so that what is expected stays. */
	private readonly random: number;

	constructor(
		private readonly run: Run,
		private readonly start: { since: number; task?: VideoTask; model?: Model; pollNow?: boolean },
	) {
		this.since = start.since;
		this.rendersSince = start.since;
		this.random = run.ports.clock.random();
	}

	/** Milliseconds that the task has been rendering, or waiting for that since its submit. */
	get elapsedMs(): number {
		return this.run.ports.clock.now() - (this.isQueued ? this.start.since : this.rendersSince);
	}

	get expected(): ExpectedRender | null {
		const { model } = this.start;
		if (model === undefined) return null;
		const { usualRenderSeconds: usual } = model;
		const shortestMs = this.run.shortestRenderMs.get(model.id) ?? null;
		const usualMs = usual === null ? null : usual * 1000;
		return expectedRender({ usualMs, shortestMs, random: this.random });
	}

	/** The task as last seen; it is in the queue until it is seen to have left it. */
	see(task: VideoTask | null): void {
		if (task !== null) this.run.queue.see(task, this.start.since);
		if (!this.isQueued) return;
		this.since = Math.max(this.since, this.run.lastTaskEndedAt);
		this.isQueued = task === null || task.status === 'queued';
		// What the response to a submit says is no news: everything begins in the queue.
		const wasPolled = task !== null && task !== this.start.task;
		if (this.isQueued && wasPolled) this.rendersSince = this.run.ports.clock.now();
	}

	end({ status }: VideoTask): void {
		const { run, start } = this;
		run.lastTaskEndedAt = run.ports.clock.now();
		if (status !== 'completed' || start.model === undefined || start.pollNow) return;
		const known = run.shortestRenderMs.get(start.model.id) ?? Infinity;
		const took = run.lastTaskEndedAt - this.rendersSince;
		run.shortestRenderMs.set(start.model.id, Math.min(known, took));
	}
}
