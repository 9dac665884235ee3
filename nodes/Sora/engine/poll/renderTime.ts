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

	constructor(
		private readonly run: Run,
		private readonly start: { since: number; model?: Model; pollNow?: boolean },
	) {
		this.since = start.since;
	}

	/** Milliseconds that the task has been rendering, or waiting for that since its submit. */
	get elapsedMs(): number {
		return this.run.ports.clock.now() - (this.isQueued ? this.start.since : this.since);
	}

	get expected(): ExpectedRender | null {
		const { model } = this.start;
		if (model === undefined) return null;
		const { usualRenderSeconds: usual } = model;
		const shortestMs = this.run.shortestRenderMs.get(model.id) ?? null;
		return expectedRender({ usualMs: usual === null ? null : usual * 1000, shortestMs });
	}

	/** The task as last seen; it is in the queue until it is seen to have left it. */
	see(task: VideoTask | null): void {
		if (this.isQueued) this.since = Math.max(this.since, this.run.lastTaskEndedAt);
		this.isQueued &&= task === null || task.status === 'queued';
	}

	end({ status }: VideoTask): void {
		const { run, start } = this;
		run.lastTaskEndedAt = run.ports.clock.now();
		if (status !== 'completed' || start.model === undefined || start.pollNow) return;
		const known = run.shortestRenderMs.get(start.model.id) ?? Infinity;
		const took = run.lastTaskEndedAt - this.since;
		run.shortestRenderMs.set(start.model.id, Math.min(known, took));
	}
}
