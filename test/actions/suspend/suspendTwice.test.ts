import { Readable } from 'node:stream';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { answerResumeCall } from '../../../nodes/Sora/actions/suspend/resumeWebhook';
import { storedSuspension, type Suspension } from '../../../nodes/Sora/actions/suspend/suspension';
import { TOKEN_HEADER } from '../../../nodes/Sora/actions/suspend/selfCalls';
import { secretHash } from '../../../nodes/Sora/providers/shared/callback';

/** One pass of a loop, or one of two nodes, that has suspended the execution for its task. */
function suspensionOf(taskId: string): Suspension {
	const now = Date.now();
	return {
		version: 1,
		tasks: [
			{
				itemIndex: 0,
				taskId,
				readPath: null,
				submittedAt: now - 10_000,
				modelId: 'acme/clip-1',
				durationSeconds: 4,
				warnings: [],
				output: { outputField: 'data', includeProviderResponse: false },
				terms: {
					until: 'ended',
					waitTimeoutMs: 900_000,
					onTimeout: 'error',
					cancelOnTimeout: false,
					fetchVideo: true,
				},
				ledgerKey: `0:0:${taskId}`,
				secretHash: null,
			},
		],
		failed: [],
		inputs: [{ json: {} }],
		failFast: true,
		suspendedAt: now,
		deadline: now + 900_000,
		usualRenderMs: null,
		tokenHash: secretHash(`token of ${taskId}`),
		unreachable: null,
	};
}

/** n8n hands the callback over; the provider says that the task is complete. */
async function call(executionId: string, taskId: string): Promise<IWebhookResponseData> {
	const prediction = {
		id: taskId,
		status: 'completed',
		outputs: ['https://cdn.example.com/video.mp4'],
	};
	const response = { status: () => response, json: () => undefined };
	const context = {
		getNodeParameter: () => 'waveSpeed',
		getNode: () => ({ name: 'Sora Text to Video' }),
		evaluateExpression: () => JSON.stringify(storedSuspension(suspensionOf(taskId))),
		getCredentials: async () =>
			await Promise.resolve({ apiKey: 'key', baseUrl: 'https://api.example.com' }),
		getHeaderData: () => ({ [TOKEN_HEADER]: `token of ${taskId}` }),
		getRequestObject: () => ({}),
		getResponseObject: () => response,
		getExecutionId: () => executionId,
		executeData: { node: { disabled: true } },
		helpers: {
			httpRequestWithAuthentication: async () =>
				await Promise.resolve({
					statusCode: 200,
					headers: {},
					body: Readable.from([Buffer.from(JSON.stringify({ code: 200, data: prediction }))]),
				}),
		},
	};
	return await answerResumeCall(context as unknown as IWebhookFunctions);
}

describe('an execution that is suspended a second time', () => {
	it('is resumed again, however soon after the first time', async () => {
		expect(await call('7', 'task-1')).toHaveProperty('workflowData');
		expect(await call('7', 'task-2')).toHaveProperty('workflowData');
	});

	it('is resumed once each time', async () => {
		expect(await call('8', 'task-1')).toHaveProperty('workflowData');
		expect(await call('8', 'task-1')).not.toHaveProperty('workflowData');
	});
});
