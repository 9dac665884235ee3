import { sleep } from 'n8n-workflow';
import type { Clock } from '../engine/ports';

/** n8n's linter forbids timers; its own `sleep` cannot be cut short, so it is taken in slices. */
const SLICE_MS = 1000;

/** @param signal n8n's cancel signal of the execution, where it has one. */
export function clockOf(signal: AbortSignal | undefined): Clock {
	const stop = new Promise<void>((resolve) => {
		if (signal?.aborted) resolve();
		signal?.addEventListener('abort', () => resolve(), { once: true });
	});
	return {
		now: () => Date.now(),
		random: () => Math.random(),
		get stopped() {
			return signal?.aborted ?? false;
		},
		async sleep(ms) {
			const end = Date.now() + ms;
			for (let left = ms; left > 0 && !signal?.aborted; left = end - Date.now()) {
				await Promise.race([sleep(Math.min(left, SLICE_MS)), stop]);
			}
		},
	};
}
