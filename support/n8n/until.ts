/** Waiting for what comes about by itself. */

const POLL_INTERVAL_MS = 250;

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Asks again until there is an answer. @throws Error when there is none in time */
export async function until<T>(
	what: string,
	ask: () => Promise<T | null | undefined | false>,
	timeoutMs: number,
	intervalMs = POLL_INTERVAL_MS,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}`);
		await sleep(intervalMs);
	}
}
