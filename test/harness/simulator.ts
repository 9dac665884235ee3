/** The embedded providers, for one suite. */

import { startSimulator, type Simulator } from '../../support/simulator';
import { useFilesystemStore } from './harness';

/**
 * A simulator that starts before the suite's first test, begins anew with each, and ends after the
 * last one. Binary data are kept in files, as n8n does by itself. To be called at the top of a suite.
 */
export function useSimulator(...options: Parameters<typeof startSimulator>): Simulator {
	let running: Simulator | null = null;
	beforeAll(async () => {
		await useFilesystemStore();
		running = await startSimulator(...options);
	});
	afterEach(() => running?.reset());
	afterAll(async () => await running?.close());

	return new Proxy({} as Simulator, {
		get: (_, name) => {
			if (running === null) throw new Error('The simulator runs within tests and hooks only');
			const value: unknown = Reflect.get(running, name, running);
			return typeof value === 'function' ? (value.bind(running) as unknown) : value;
		},
	});
}
