import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { misroutedReason } from '../../../nodes/Sora/actions/suspend/selfCalls';

/** What answers at the resume URL. */
async function reasonWith(status: number, body: string): Promise<string | null> {
	const server = createServer((_, response) => response.writeHead(status).end(body));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	const reason = await misroutedReason(`http://127.0.0.1:${port}/webhook-waiting/7?signature=abc`);
	server.closeAllConnections();
	server.close();
	return reason;
}

const RUNNING = '{"code":409,"message":"The execution \\"7\\" is running already."}';

describe('the resume URL of an execution that still runs', () => {
	it.each([
		['n8n refuses the call', 409, RUNNING],
		['n8n does not know the execution yet', 404, '{"code":404,"message":"It does not exist."}'],
		['the proxy has no server behind it for now', 502, '<html>Bad Gateway</html>'],
	])('is fine where %s', async (_, status, body) => {
		expect(await reasonWith(status, body)).toBeNull();
	});

	it.each([
		["n8n's editor", 200, '<!DOCTYPE html><title>n8n.io</title>'],
		['a page that knows no such path', 404, '<html>Not Found</html>'],
		['another service', 200, '{"status":"up"}'],
		['a service that says nothing', 200, ''],
	])('is not routed to n8n where %s answers', async (_, status, body) => {
		expect(await reasonWith(status, body)).toMatch(
			/^http:\/\/127\.0\.0\.1:\d+\/webhook-waiting\/ was answered by something other than n8n/,
		);
	});

	it('is taken as it is where nobody answers: n8n may not reach its own public URL', async () => {
		expect(await misroutedReason('http://127.0.0.1:1/webhook-waiting/7')).toBeNull();
	});
});
