import { ByteBudget } from '../../nodes/Sora/engine/byteBudget';

/** Tasks that end when they are told to; `log` says what began and ended. */
function tasksOf(budget: ByteBudget) {
	const log: string[] = [];
	const ends = new Map<string, () => void>();
	const begin = (name: string, bytes: number) =>
		budget.use(bytes, async () => {
			log.push(`${name} begins`);
			await new Promise<void>((end) => ends.set(name, end));
			log.push(`${name} ends`);
		});
	const settled = async () => await new Promise((resolve) => setImmediate(resolve));
	const end = async (name: string) => {
		ends.get(name)?.();
		await settled();
	};
	return { log, begin, end, settled };
}

describe('a budget of bytes', () => {
	it('lets in what fits, and the rest in the order of its coming', async () => {
		const { log, begin, end, settled } = tasksOf(new ByteBudget(10));
		const all = [begin('a', 6), begin('b', 4), begin('c', 8), begin('d', 1)];
		await settled();
		expect(log).toEqual(['a begins', 'b begins']);
		await end('b');
		expect(log).toEqual(['a begins', 'b begins', 'b ends']);
		await end('a');
		expect(log.slice(3)).toEqual(['a ends', 'c begins', 'd begins']);
		await end('c');
		await end('d');
		await Promise.all(all);
	});

	it('lets in alone what is larger than all of it', async () => {
		const { log, begin, end, settled } = tasksOf(new ByteBudget(10));
		const all = [begin('small', 1), begin('huge', 100), begin('last', 1)];
		await settled();
		await end('small');
		expect(log).toEqual(['small begins', 'small ends', 'huge begins']);
		await end('huge');
		expect(log.slice(3)).toEqual(['huge ends', 'last begins']);
		await end('last');
		await Promise.all(all);
	});

	it('is not used up by work that fails', async () => {
		const budget = new ByteBudget(10);
		const failing = budget.use(10, async () => await Promise.reject(new Error('no')));
		await expect(failing).rejects.toThrow('no');
		await expect(budget.use(10, async () => await Promise.resolve('done'))).resolves.toBe('done');
	});
});
