import type { ProviderName } from '../../nodes/Sora/models/model';
import { billsSubmit, FAULT_NAMES, startSimulator, type FaultName, type Simulator } from './';
import { asker, networkErrorOf, type Heard } from './server/ask';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ renderMs: 0 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

interface Route {
	path: string;
	body: object;
}
const SUBMITS: Readonly<Record<ProviderName, Route>> = {
	waveSpeed: { path: '/api/v3/acme/clip-1/text-to-video', body: { prompt: 'a kite' } },
	eachlabs: {
		path: '/v1/prediction',
		body: { model: 'acme-clip-1-text-to-video', input: { prompt: 'a kite' } },
	},
	fal: { path: '/acme/clip-1/text-to-video', body: { prompt: 'a kite' } },
	openAiCompatible: { path: '/videos', body: { model: 'acme-clip-1', prompt: 'a kite' } },
	openRouter: { path: '/videos', body: { model: 'acme/clip-1', prompt: 'a kite' } },
	apiyi: { path: '/v1/videos', body: { model: 'acme-clip-1', prompt: 'a kite' } },
};

async function submit(provider: ProviderName): Promise<Heard> {
	const { path, body } = SUBMITS[provider];
	return await asker(simulator, provider)('POST', path, body);
}

describe('a fault on a submit', () => {
	const endless: readonly FaultName[] = ['hang', 'stall'];
	const cells = Object.keys(SUBMITS).flatMap((provider) =>
		FAULT_NAMES.filter((name) => !endless.includes(name)).map(
			(name) => [name, provider as ProviderName] as const,
		),
	);

	it('is billed where the task was made before the answer was lost', () => {
		expect(FAULT_NAMES.filter(billsSubmit).sort()).toEqual([
			'brokenJson',
			'emptyBody',
			'falseGzip',
			'hang',
			'htmlOk',
			'resetAfterRead',
			'slowDrip',
			'stall',
			'status504',
			'truncated',
			'wrongContentType',
		]);
	});

	it.each(cells)('%s at %s bills as its table says, once, and is over', async (fault, provider) => {
		simulator.faults.add({ on: 'submit', fault, times: 1, intervalMs: 0 });
		await submit(provider).catch(() => undefined);
		expect(simulator.bills).toHaveLength(billsSubmit(fault) ? 1 : 0);
		expect(simulator.requests).toMatchObject([{ kind: 'submit', provider, fault }]);
		expect([200, 202]).toContain((await submit(provider)).status);
	});

	it.each([
		['status502', 502],
		['status503RetryAfterSeconds', 503],
		['status503RetryAfterDate', 503],
		['status504', 504],
		['status429', 429],
		['status401', 401],
		['htmlOk', 200],
		['brokenJson', 200],
		['emptyBody', 200],
	] as const)('%s answers %i', async (fault, status) => {
		simulator.faults.add({ on: 'submit', fault, times: 1 });
		expect((await submit('waveSpeed')).status).toBe(status);
	});

	it.each([
		['waveSpeed', 402],
		['eachlabs', 402],
		['apiyi', 403],
		['openAiCompatible', 429],
	] as const)('quota at %s is %i', async (provider, status) => {
		simulator.faults.add({ on: 'submit', fault: 'quota', times: 1 });
		expect((await submit(provider)).status).toBe(status);
	});

	it.each([
		['resetBeforeRead', 'ECONNRESET'],
		['resetAfterRead', 'ECONNRESET'],
		['truncated', 'UND_ERR_SOCKET'],
		['falseGzip', 'Z_DATA_ERROR'],
	] as const)('%s ends with %s at the client', async (fault, code) => {
		simulator.faults.add({ on: 'submit', fault, times: 1 });
		expect(await networkErrorOf(submit('waveSpeed'))).toBe(code);
	});

	it('hang bills and never answers', async () => {
		simulator.faults.add({ on: 'submit', fault: 'hang', times: 1 });
		const { path, body } = SUBMITS.waveSpeed;
		const call = fetch(simulator.baseUrl('waveSpeed') + path, {
			method: 'POST',
			headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(150),
		});
		await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
		expect(simulator.bills).toHaveLength(1);
		expect(simulator.requests).toMatchObject([{ fault: 'hang', status: null }]);
	});

	it('stall bills, sends half of the answer, and no end', async () => {
		simulator.faults.add({ on: 'submit', fault: 'stall', times: 1 });
		const { path, body } = SUBMITS.waveSpeed;
		const response = await fetch(simulator.baseUrl('waveSpeed') + path, {
			method: 'POST',
			headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(300),
		});
		expect(response.status).toBe(200);
		await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' });
		expect(simulator.bills).toHaveLength(1);
	});

	it('wrongContentType and slowDrip bring the whole answer', async () => {
		simulator.faults.add({ on: 'submit', fault: 'wrongContentType', times: 1 });
		const plain = await submit('waveSpeed');
		expect(plain.headers.get('content-type')).toMatch(/^text\/plain/);
		expect(plain.body).toMatchObject({ code: 200 });
		simulator.faults.add({ on: 'submit', fault: 'slowDrip', times: 1, intervalMs: 1 });
		const begun = Date.now();
		expect((await submit('waveSpeed')).body).toMatchObject({ code: 200 });
		expect(Date.now() - begun).toBeGreaterThan(200);
	});

	it('answer says what it is given, and carries nothing out', async () => {
		const response = { status: 418, body: { error: 'teapot' } };
		simulator.faults.add({ on: 'submit', fault: 'response', times: 1, response });
		expect(await submit('eachlabs')).toMatchObject({ status: 418, body: { error: 'teapot' } });
	});
});

describe('Retry-After', () => {
	it('is in seconds, or a date, or absent', async () => {
		const retryAfter = async (fault: FaultName, retryAfterSeconds?: number) => {
			simulator.faults.add({ on: 'submit', fault, times: 1, retryAfterSeconds });
			return (await submit('waveSpeed')).headers.get('retry-after');
		};
		expect(await retryAfter('status503RetryAfterSeconds', 7)).toBe('7');
		expect(await retryAfter('status429')).toBeNull();
		expect(await retryAfter('status429', 2)).toBe('2');
		const date = Date.parse((await retryAfter('status503RetryAfterDate', 30)) ?? '');
		expect(Math.abs(date - Date.now() - 30_000)).toBeLessThan(2000);
	});
});

describe('a rule', () => {
	it('strikes as often as it says, after as many as it says, where it matches', async () => {
		const rule = simulator.faults.add({
			provider: 'eachlabs',
			on: 'submit',
			fault: 'status502',
			times: 2,
			after: 1,
			match: ({ body }) => JSON.stringify(body).includes('kite'),
		});
		const statuses: number[] = [];
		for (let count = 0; count < 4; count++) statuses.push((await submit('eachlabs')).status);
		expect(statuses).toEqual([200, 502, 502, 200]);
		expect((await submit('waveSpeed')).status).toBe(200);
		expect(rule.struck).toBe(2);
	});

	it('ends when it is removed', async () => {
		const rule = simulator.faults.add({ on: 'submit', fault: 'status502', times: Infinity });
		expect((await submit('waveSpeed')).status).toBe(502);
		rule.remove();
		expect((await submit('waveSpeed')).status).toBe(200);
	});

	it('strikes the other points too', async () => {
		const { id } = simulator.addTask({ provider: 'eachlabs', model: 'acme' });
		const calls = [
			['status', 'GET', `/v1/prediction/${id}`],
			['list', 'GET', '/v1/executions'],
			['models', 'GET', '/v1/models'],
			['cancel', 'POST', `/v1/prediction/${id}/cancel`],
			['upload', 'POST', '/v1/upload/presign'],
		] as const;
		for (const [on, method, path] of calls) {
			simulator.faults.add({ on, fault: 'status502', times: 1 });
			expect((await asker(simulator, 'eachlabs')(method, path)).status).toBe(502);
		}
	});
});

describe('a provider that cannot be reached', () => {
	it('refuses the connection', async () => {
		const call = fetch(`${simulator.refusing('waveSpeed')}/api/v3/balance`);
		expect(await networkErrorOf(call)).toBe('ECONNREFUSED');
	});
});

describe('a request that may not be', () => {
	it('is noted when it takes another key, or a key in its address', async () => {
		const own = await startSimulator({ keys: { waveSpeed: 'wave-key-1', eachlabs: 'each-key-1' } });
		const ask = asker(own, 'waveSpeed');
		await ask('GET', '/api/v3/balance');
		expect(own.violations).toEqual([]);
		await ask('GET', '/api/v3/balance', undefined, { authorization: 'Bearer each-key-1' });
		await ask('GET', '/api/v3/balance?key=wave-key-1');
		expect(own.violations.map(({ rule }) => rule)).toEqual([
			'key of another provider',
			'key outside its header',
		]);
		expect(JSON.stringify(own.requests.map(({ headers }) => headers))).not.toContain('key-1');
		await own.close();
	});
});

describe('closing', () => {
	it('cuts what still hangs', async () => {
		const own = await startSimulator();
		own.faults.add({ on: 'list', fault: 'hang', times: 1 });
		const call = networkErrorOf(asker(own, 'eachlabs')('GET', '/v1/executions'));
		while (own.requests.length === 0) await new Promise(setImmediate);
		await own.close();
		expect(await call).toBe('UND_ERR_SOCKET');
	});
});
