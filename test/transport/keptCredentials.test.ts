import { KeptCredentials } from '../../nodes/Sora/transport/keptCredentials';

function counted(
	read: () => Promise<{ apiKey: string }> = async () => await Promise.resolve({ apiKey: 'key' }),
) {
	const reading = jest.fn(read);
	return { reading, credentials: new KeptCredentials(reading) };
}

describe('the data of a credential', () => {
	afterEach(() => jest.restoreAllMocks());

	it('are read once for many calls', async () => {
		const { reading, credentials } = counted();
		const all = await Promise.all(Array.from({ length: 20 }, async () => await credentials.read()));
		expect(new Set(all).size).toBe(1);
		expect(reading).toHaveBeenCalledTimes(1);
	});

	it('are read again after some seconds: the key may have been replaced', async () => {
		const { reading, credentials } = counted();
		await credentials.read();
		const now = performance.now();
		jest.spyOn(performance, 'now').mockReturnValue(now + 11_000);
		await credentials.read();
		expect(reading).toHaveBeenCalledTimes(2);
	});

	it('are read again once the key was refused', async () => {
		const { reading, credentials } = counted();
		await credentials.read();
		credentials.forget();
		await credentials.read();
		expect(reading).toHaveBeenCalledTimes(2);
	});

	it('are read again after n8n could not read them', async () => {
		let tries = 0;
		const { credentials } = counted(async () => {
			if (++tries === 1) throw new Error('database is locked');
			return await Promise.resolve({ apiKey: 'key' });
		});
		await expect(credentials.read()).rejects.toThrow('locked');
		await expect(credentials.read()).resolves.toEqual({ apiKey: 'key' });
	});
});
