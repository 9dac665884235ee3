import { Readable } from 'node:stream';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { answerResumeCall } from '../../../nodes/Sora/actions/suspend/resumeWebhook';
import { TOKEN_HEADER } from '../../../nodes/Sora/actions/suspend/selfCalls';
import {
	storedSuspension,
	type SuspendedTask,
	type Suspension,
} from '../../../nodes/Sora/actions/suspend/suspension';
import { secretHash } from '../../../nodes/Sora/providers/shared/callback';

function suspensionOf(waits: readonly number[], failFast: boolean): Suspension {
	const now = Date.now();
	const tasks = waits.map((waitTimeoutMs, itemIndex): SuspendedTask => ({
		itemIndex,
		taskId: `task-${itemIndex}`,
		readPath: null,
		submittedAt: now - 60_000,
		modelId: 'acme/clip-1',
		durationSeconds: 4,
		warnings: [],
		output: { outputField: 'data', includeProviderResponse: false },
		terms: {
			until: 'ended',
			waitTimeoutMs,
			onTimeout: 'error',
			cancelOnTimeout: false,
			fetchVideo: true,
		},
		ledgerKey: `0:${itemIndex}:print`,
		secretHash: null,
	}));
	return {
		version: 1,
		tasks,
		failed: [],
		inputs: waits.map(() => ({ json: {} })),
		failFast,
		suspendedAt: now,
		deadline: now + 900_000,
		usualRenderMs: null,
		tokenHash: secretHash('token'),
		unreachable: null,
	};
}

/** Our own call: the provider's tasks all run, or it has had enough of us. */
async function call(
	executionId: string,
	waits: readonly number[],
	status = 200,
	bodyOf: (text: string) => Readable = (text) => Readable.from([Buffer.from(text)]),
	failFast = true,
): Promise<{ polls: number; most: number; result: IWebhookResponseData }> {
	const suspension = suspensionOf(waits, failFast);
	let polls = 0;
	let open = 0;
	let most = 0;
	const response = { status: () => response, json: () => undefined };
	const request = async (_: string, { url }: { url: string }) => {
		polls++;
		most = Math.max(most, ++open);
		await new Promise((resolve) => setImmediate(resolve));
		open--;
		const id = /task-\d+/.exec(url)?.[0];
		const body = JSON.stringify({ code: status, data: { id, status: 'processing' } });
		return { statusCode: status, headers: {}, body: bodyOf(body) };
	};
	const context = {
		getNodeParameter: () => 'waveSpeed',
		getNode: () => ({ name: 'Sora Text to Video' }),
		evaluateExpression: () => JSON.stringify(storedSuspension(suspension)),
		getCredentials: async () =>
			await Promise.resolve({ apiKey: 'key', baseUrl: 'https://api.example.com' }),
		getHeaderData: () => ({ [TOKEN_HEADER]: 'token' }),
		getRequestObject: () => ({}),
		getResponseObject: () => response,
		getExecutionId: () => executionId,
		executeData: { node: { disabled: true } },
		helpers: { httpRequestWithAuthentication: request },
	};
	const result = await answerResumeCall(context as unknown as IWebhookFunctions);
	return { polls, most, result };
}

describe('a suspended execution with many tasks', () => {
	const thousand = Array<number>(1000).fill(900_000);

	it('asks for ten of them at a time', async () => {
		const { polls, most } = await call('101', thousand);
		expect(polls).toBe(1000);
		expect(most).toBe(10);
	});

	it('leaves the rest for later where the provider has had enough', async () => {
		const { polls, result } = await call('102', thousand, 429);
		expect(polls).toBeLessThanOrEqual(20);
		expect(result).not.toHaveProperty('workflowData');
	});
});

describe('a provider that falls silent in the middle of its answers', () => {
	/** Headers and a byte, and nothing more. */
	const stalled = () => {
		const body = new Readable({ read: () => undefined });
		body.push('{');
		return body;
	};

	it('does not keep whoever calls waiting, however many tasks there are', async () => {
		const start = Date.now();
		const { polls, result } = await call('105', Array<number>(40).fill(900_000), 200, stalled);
		expect(Date.now() - start).toBeLessThan(13_000);
		expect(polls).toBeGreaterThan(10);
		expect(polls).toBeLessThan(40);
		expect(result).not.toHaveProperty('workflowData');
	});
});

describe('an item that waits for less than the others', () => {
	it('ends the run at its own time', async () => {
		const { result } = await call('103', [900_000, 30_000]);
		expect(result).toHaveProperty('workflowData');
	});

	it('holds nobody up with continue on fail: the others go on without it', async () => {
		expect((await call('105', [30_000, 30_000], 200, undefined, false)).result).toHaveProperty(
			'workflowData',
		);
		const { result } = await call('106', [900_000, 30_000], 200, undefined, false);
		expect(result).not.toHaveProperty('workflowData');
	});

	it('ends nothing before', async () => {
		const { result } = await call('104', [900_000, 90_000]);
		expect(result).not.toHaveProperty('workflowData');
	});
});
