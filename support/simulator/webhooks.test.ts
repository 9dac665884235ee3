import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standardSignature, startSimulator, waveSpeedSignature, type Simulator } from './';
import { asker } from './server/ask';

interface Received {
	headers: IncomingMessage['headers'];
	body: string;
}

let simulator: Simulator;
let receiver: Server;
let url: string;
let statuses: number[] = [];
const received: Received[] = [];

beforeAll(async () => {
	simulator = await startSimulator({ renderMs: 40, callbackRetryMs: 5 });
	receiver = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => {
			received.push({ headers: request.headers, body });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/done?run=1`;
});
afterAll(async () => {
	await simulator.close();
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(() => {
	simulator.reset();
	simulator.manner.projectWebhook = null;
	received.length = 0;
	statuses = [];
});

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
const settle = async () => await new Promise((resolve) => setTimeout(resolve, 60));

async function waveSpeedTask(): Promise<string> {
	const path = `/api/v3/acme/clip-1/text-to-video?webhook=${encodeURIComponent(url)}`;
	const { body } = await asker(simulator, 'waveSpeed')('POST', path, { prompt: 'a kite' });
	return (body as { data: { id: string } }).data.id;
}

async function eachlabsTask(): Promise<string> {
	const { body } = await asker(simulator, 'eachlabs')('POST', '/v1/prediction', {
		model: 'acme-clip-1-text-to-video',
		input: { prompt: 'a kite' },
		webhook_url: url,
		webhook_secret: 'between us',
	});
	return (body as { predictionID: string }).predictionID;
}

describe("WaveSpeed's callback", () => {
	it('brings the prediction without its envelope, signed in hex with the undecoded key', async () => {
		const id = await waveSpeedTask();
		await until(() => received.length > 0);
		const { headers, body } = received[0] as Received;
		expect(JSON.parse(body)).toMatchObject({
			id,
			status: 'completed',
			outputs: [expect.any(String)],
			input: { prompt: 'a kite' },
		});
		expect(headers['webhook-id']).toBe(id.slice(0, 25));
		expect(headers['webhook-signature']).toBe(
			waveSpeedSignature(
				simulator.waveSpeedWebhookSecret,
				id.slice(0, 25),
				Number(headers['webhook-timestamp']),
				body,
			),
		);
	});

	it('is tried three times, then no more', async () => {
		statuses = [500, 409, 500];
		await waveSpeedTask();
		await until(() => received.length === 3);
		await settle();
		expect(simulator.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 409],
			[3, 500],
		]);
	});

	it('is repeated where the script or the test wants it', async () => {
		simulator.script(() => ({ webhookRepeats: 1 }));
		const id = await waveSpeedTask();
		await until(() => received.length === 2);
		await simulator.repeatCallback(id);
		expect(received.map(({ body }) => (JSON.parse(body) as { id: string }).id)).toEqual([
			id,
			id,
			id,
		]);
	});

	it('is not sent for a task that was cancelled', async () => {
		simulator.script(() => ({ outcome: 'cancelled' }));
		const id = await waveSpeedTask();
		await until(() => simulator.state(id).phase === 'cancelled');
		await settle();
		expect(simulator.deliveries).toEqual([]);
	});

	it('comes at once when a test ends the task', async () => {
		simulator.script(() => ({ outcome: 'never' }));
		const id = await waveSpeedTask();
		simulator.end(id, { outcome: 'failed', message: 'no luck' });
		await until(() => received.length === 1);
		expect(JSON.parse((received[0] as Received).body)).toMatchObject({
			status: 'failed',
			error: 'no luck',
		});
	});
});

describe("Eachlabs' callback", () => {
	it('has words of its own and the secret verbatim', async () => {
		const id = await eachlabsTask();
		await until(() => received.length > 0);
		const { headers, body } = received[0] as Received;
		expect(JSON.parse(body)).toEqual({
			exec_id: id,
			flow_id: null,
			status: 'succeeded',
			output: { url: expect.stringMatching(/\.mp4\?/) },
			error: '',
		});
		expect(headers['x-webhook-secret']).toBe('between us');
	});

	it('hides the reason of a failure in its output', async () => {
		simulator.script(() => ({ outcome: 'failed', message: 'Error: no' }));
		await eachlabsTask();
		await until(() => received.length > 0);
		expect(JSON.parse((received[0] as Received).body)).toMatchObject({
			status: 'failed',
			output: [{ error: 'Error: no' }],
			error: '',
		});
	});

	it('is shown in the list of deliveries', async () => {
		const id = await eachlabsTask();
		await until(() => simulator.deliveries[0]?.status === 200);
		const { body } = await asker(simulator, 'eachlabs')('GET', `/v1/webhooks/${id}`);
		expect(body).toMatchObject([{ execution_id: id, attempt: 1, status: 'SUCCESS' }]);
	});
});

describe("the OpenAI host's callback", () => {
	it('goes to the address of the project, as a Standard Webhook', async () => {
		const secret = 'whsec_RdvaYFYUXuIFuEbvZHwMfYFhUf7aMYjYcmM24+Aj40c=';
		simulator.manner.projectWebhook = { url, secret };
		const fields = { model: 'acme-clip-1', prompt: 'a kite' };
		const heard = await asker(simulator, 'openAiCompatible')('POST', '/videos', fields);
		await until(() => received.length > 0);
		const { headers, body } = received[0] as Received;
		expect(JSON.parse(body)).toMatchObject({
			type: 'video.completed',
			data: { id: (heard.body as { id: string }).id },
		});
		expect(headers['webhook-signature']).toBe(
			standardSignature(
				secret,
				String(headers['webhook-id']),
				Number(headers['webhook-timestamp']),
				body,
			),
		);
	});
});

describe('the signatures', () => {
	it('agree with the published vector of Standard Webhooks', () => {
		const body =
			'{"id": "evt_685c059ae3a481909bdc86819b066fb6", "object": "event", "created_at": 1750861210, "type": "response.completed", "data": {"id": "resp_123"}}';
		expect(
			standardSignature(
				'whsec_RdvaYFYUXuIFuEbvZHwMfYFhUf7aMYjYcmM24+Aj40c=',
				'wh_685c059ae39c8190af8c71ed1022a24d',
				1750861210,
				body,
			),
		).toBe('v1,gUAg4R2hWouRZqRQG4uJypNS8YK885G838+EHb4nKBY=');
	});

	it('are another thing at WaveSpeed: hex, and the key as it is written', () => {
		const [secret, id, body] = ['whsec_c2VjcmV0', 'abc', '{}'];
		const signature = waveSpeedSignature(secret, id, 1758798328, body);
		expect(signature).toMatch(/^v3,[0-9a-f]{64}$/);
		expect(signature).toBe(waveSpeedSignature('c2VjcmV0', id, 1758798328, body));
		expect(signature).not.toBe(waveSpeedSignature('secret', id, 1758798328, body));
	});
});
