import { CallSignals } from '../../nodes/Sora/shared/callSignals';

const aborted = async (signal: AbortSignal | undefined) =>
	await new Promise<string>((resolve) =>
		signal?.addEventListener('abort', () => resolve('aborted')),
	);

describe('the signals of calls', () => {
	it('are aborted with the execution, all that are under way', async () => {
		const execution = new AbortController();
		const signals = new CallSignals(execution.signal);
		const calls = [signals.use(aborted), signals.use(aborted)];
		execution.abort();
		await expect(Promise.all(calls)).resolves.toEqual(['aborted', 'aborted']);
		expect(signals.size).toBe(0);
	});

	it('are forgotten with their calls, however these end', async () => {
		const signals = new CallSignals(new AbortController().signal);
		await signals.use(async () => await Promise.resolve());
		await signals.use(async () => await Promise.reject(new Error('reset'))).catch(() => null);
		expect(signals.size).toBe(0);
	});

	it('are aborted from the start once the execution is', async () => {
		const signals = new CallSignals(AbortSignal.abort());
		expect(await signals.use(async (signal) => await Promise.resolve(signal?.aborted))).toBe(true);
	});

	it('leave the execution’s own signal alone', async () => {
		const execution = new AbortController();
		const signals = new CallSignals(execution.signal);
		const listen = jest.spyOn(execution.signal, 'addEventListener');
		await signals.use(async (signal) => {
			signal?.addEventListener('abort', () => undefined);
			return await Promise.resolve();
		});
		expect(listen).not.toHaveBeenCalled();
	});
});
