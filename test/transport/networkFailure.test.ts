import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkFailureOf } from '../../nodes/Sora/transport/networkFailure';

const error = (fields: object, message = '') => Object.assign(new Error(message), fields);

describe('a call that surely never left', () => {
	it.each([
		['no connection in time', error({ code: 'ETIMEDOUT', syscall: 'connect' })],
		[
			'the same, wrapped by n8n',
			error({ cause: error({ code: 'ETIMEDOUT', syscall: 'connect' }) }),
		],
		[
			'no connection to any address of the host',
			error({
				code: 'ETIMEDOUT',
				errors: [
					error({ code: 'ETIMEDOUT', syscall: 'connect' }),
					error({ code: 'ENETUNREACH', syscall: 'connect' }),
				],
			}),
		],
		[
			'nothing left of it but its words',
			{ httpCode: 'ETIMEDOUT', description: 'connect ETIMEDOUT 10.0.0.1:443' },
		],
		[
			'a connection that was reset while it was made',
			error({ code: 'ECONNRESET', syscall: 'connect' }),
		],
	])('%s', (_, thrown) => {
		expect(networkFailureOf(thrown)).toMatchObject({ sent: false });
	});

	it('is said in words that name the connection', () => {
		const thrown = error({ code: 'ETIMEDOUT', syscall: 'connect' });
		expect(networkFailureOf(thrown).message).toMatch(/No connection/);
	});

	it('as Node.js itself reports it', async () => {
		const closed = createServer();
		await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
		const { port } = closed.address() as AddressInfo;
		await new Promise((resolve) => closed.close(resolve));
		const thrown: unknown = await fetch(`http://localhost:${port}`).catch((e: unknown) => e);
		expect(networkFailureOf(thrown)).toMatchObject({ sent: false, code: 'ECONNREFUSED' });
	});
});

describe('a call that may have been carried out', () => {
	it.each([
		['no answer in time', error({ code: 'ETIMEDOUT', syscall: 'read' })],
		['no answer in time, by axios', error({ code: 'ECONNABORTED' }, 'timeout of 60000ms exceeded')],
		['a reset', error({ code: 'ECONNRESET', syscall: 'read' })],
		[
			'one address that was reached',
			error({
				code: 'ETIMEDOUT',
				errors: [
					error({ code: 'ETIMEDOUT', syscall: 'connect' }),
					error({ code: 'ECONNRESET', syscall: 'read' }),
				],
			}),
		],
	])('%s', (_, thrown) => {
		expect(networkFailureOf(thrown)).toMatchObject({ sent: true });
	});
});
