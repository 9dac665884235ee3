import type { VideoTask } from '../../providers/video';
import type { QueuePlace } from './pollPace';

/** Which tasks of a run render at the provider, and which wait for that there, as far as it tells. */
export class ProviderQueue {
	/** When each was submitted (Unix ms), by the task's ID. */
	private readonly queued = new Map<string, number>();
	private readonly rendering = new Set<string>();
	private mostRendering = 0;

	/** @param since Unix milliseconds of its submit. */
	see({ id, status }: VideoTask, since: number): void {
		this.leave(id);
		if (status === 'queued') this.queued.set(id, since);
		if (status === 'running') this.rendering.add(id);
		this.mostRendering = Math.max(this.mostRendering, this.rendering.size);
	}

	/** It has ended, or is no longer watched. */
	leave(id: string): void {
		this.queued.delete(id);
		this.rendering.delete(id);
	}

	/** @returns null where it does not wait, or no task of the run was seen to render: some hosts say "queued" of everything. */
	placeOf(id: string): QueuePlace | null {
		const since = this.queued.get(id);
		if (since === undefined || this.mostRendering === 0) return null;
		const ahead = [...this.queued.values()].filter((other) => other < since).length;
		return { ahead, atATime: this.mostRendering };
	}
}
