/** Tells a waiting person what is going on: elapsed seconds and the latest word, while a promise is pending. */

const TERMINAL_INTERVAL_MS = 1_000;
/** Where lines cannot be rewritten (a log of CI), fewer of them. */
const LOG_INTERVAL_MS = 15_000;

/**
 * @param title what is being done
 * @param work gets a function to say what it is at
 * @returns what the work returns; its error is passed on
 */
export async function withProgress<T>(
	title: string,
	work: (say: (word: string) => void) => Promise<T>,
): Promise<T> {
	const { stdout } = process;
	const startedAt = Date.now();
	const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	const show = (line: string) =>
		stdout.isTTY
			? stdout.write(`\r\x1b[K${line.slice(0, (stdout.columns ?? 80) - 1)}`)
			: stdout.write(`${line}\n`);
	const settle = (mark: string) =>
		show(`${mark} ${title} (${seconds()})${stdout.isTTY ? '\n' : ''}`);

	let word = '';
	show(`… ${title}`);
	const timer = setInterval(
		() => show(`… ${title}, ${seconds()}${word ? `: ${word}` : ''}`),
		stdout.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS,
	);
	try {
		const result = await work((latest) => (word = latest));
		settle('✓');
		return result;
	} catch (error) {
		settle('✗');
		throw error;
	} finally {
		clearInterval(timer);
	}
}
