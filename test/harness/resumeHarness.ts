/** Calls a suspended execution in n8n's own webhook context, as a request to its resume URL does. */

import { WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type IRunExecutionData,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import {
	resumeItems,
	suspensionFrom,
	type ResumeSignal,
} from '../../nodes/Sora/actions/suspend/suspension';
import { SUSPENSION_FIELD } from '../../nodes/Sora/shared/storedNames';
import { credentialsHelper, NODE_PREFIX, nodeTypesWith, sourceOf, typeOf } from './nodeTypes';

export interface ResumeCall {
	/** The node's name without prefix. */
	node: string;
	parameters: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** What the suspended node has stored: `getContext('node')`. */
	stored: IDataObject;
	executionId: string;
	headers: Record<string, string>;
	body?: object;
}

export interface ResumeAnswer {
	/** What the node goes on with; null while the execution stays suspended. */
	items: INodeExecutionData[] | null;
	/** HTTP status for the caller; null where n8n answers by itself. */
	status: number | null;
	body: unknown;
}

/** An execution's data that go on at the node, with these items and what it has stored. */
export function dataAt(
	node: INode,
	items: INodeExecutionData[],
	stored: IDataObject,
): IRunExecutionData {
	return createRunExecutionData({
		executionData: {
			contextData: { [`node:${node.name}`]: stored },
			nodeExecutionStack: [{ node, data: { main: [items] }, source: null }],
		},
	});
}

/** How n8n lets a suspended execution go on with its last node, after the signal that it waits for. */
export function goingOn(
	{ data }: IRun,
	signal: ResumeSignal,
): { items: INodeExecutionData[]; retryOf: IRunExecutionData } {
	const name = data.resultData.lastNodeExecuted ?? '';
	const stored = data.executionData?.contextData[`node:${name}`] as IDataObject;
	const suspension = suspensionFrom(JSON.parse(JSON.stringify(stored[SUSPENSION_FIELD])));
	const items = resumeItems(suspension?.inputs ?? [], signal);
	return { items, retryOf: dataAt({ name } as INode, items, stored) };
}

export async function callResumeUrl(call: ResumeCall): Promise<ResumeAnswer> {
	const { credentials, parameters, headers, executionId } = call;
	const type = typeOf(NODE_PREFIX + call.node);
	const node: INode = {
		id: 'node-under-test',
		name: type.description.displayName,
		type: NODE_PREFIX + call.node,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((name) => [name, { id: '1', name }]),
		),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith(sourceOf([])),
	});
	const answer: ResumeAnswer = { items: null, status: null, body: null };
	const httpResponse = {
		status: (status: number) => {
			answer.status = status;
			return httpResponse;
		},
		json: (body: unknown) => {
			answer.body = body;
			return httpResponse;
		},
	};
	const rawBody = Buffer.from(JSON.stringify(call.body ?? {}));
	const additionalData = {
		credentialsHelper: credentialsHelper(credentials),
		executionId,
		httpRequest: { headers, rawBody, body: call.body ?? {}, params: {}, query: {} },
		httpResponse,
		formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
		webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
		restApiUrl: '',
		instanceBaseUrl: 'http://localhost:5678/',
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const data = dataAt(node, [], call.stored);
	// As n8n sets it before it calls.
	node.disabled = true;
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		'webhook',
		{} as IWebhookData,
		[],
		data,
	);
	const { workflowData } = (await type.webhook?.call(context)) ?? {};
	answer.items = workflowData?.[0] ?? null;
	return answer;
}
