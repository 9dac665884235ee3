const SAMPLE_MS = 20;

/** Asks n8n again and again how it is. @returns how to end it, and get the times in milliseconds */
export function watchHealth(url: string): () => Promise<number[]> {
	const times: number[] = [];
	let isOver = false;
	const watching = (async () => {
		while (!isOver) {
			const start = Date.now();
			// What has ended n8n is told by the bench itself.
			await fetch(`${url}/healthz`).then(
				async (response) => await response.text(),
				() => (isOver = true),
			);
			times.push(Date.now() - start);
			await new Promise((done) => setTimeout(done, SAMPLE_MS));
		}
	})();
	return async () => {
		isOver = true;
		await watching;
		return times.sort((a, b) => a - b);
	};
}
