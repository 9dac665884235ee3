/** Our nodes as tools of an AI agent, which n8n calls outside its engine. */

import { SupplyDataContext } from 'n8n-core';
import { makeHandleToolInvocation } from 'n8n-core/dist/execution-engine/node-execution-context/utils/get-input-connection-data';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeParameters,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { useFilesystemStore } from './harness';
import { credentialsHelper, nodeTypesWith, NODE_PREFIX, sourceOf, typeOf } from './nodeTypes';

interface ToolOptions {
	node: string;
	/** An argument NAME of the agent's is `{{ $fromAI('NAME') }}`. */
	parameters: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Settings of the node itself, e.g. `retryOnFail`. */
	settings?: Partial<INode>;
	/** An execution's data to go on with. Default: a new execution. */
	data?: IRunExecutionData;
}

/** What an agent gets of a call: the items' JSON, or n8n's words for an error. */
type Answer = IDataObject[] | string;

/** @returns how the agent calls the tool, as often as it likes, in one execution; and that one's data. */
export async function toolOf({ node: name, parameters, credentials, ...options }: ToolOptions) {
	await useFilesystemStore();
	const type = typeOf(NODE_PREFIX + name);
	const node: INode = {
		id: 'tool-under-test',
		name: type.description.displayName,
		type: `${NODE_PREFIX}${name}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: Object.fromEntries(
			Object.keys(credentials).map((credential) => [credential, { id: '1', name: credential }]),
		),
		...options.settings,
	};
	const { properties } = type.description;
	node.parameters =
		NodeHelpers.getNodeParameters(properties, parameters, true, false, node, type.description) ??
		{};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith(sourceOf([])),
	});
	const data = options.data ?? createRunExecutionData({});
	const additionalData = {
		credentialsHelper: credentialsHelper(credentials),
		executionId: 'execution-1',
		currentNodeExecutionIndex: 0,
		restApiUrl: '',
		instanceBaseUrl: 'http://localhost:5678/',
		formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
		webhookBaseUrl: 'http://localhost:5678/webhook',
		webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost:5678/webhook-test',
		variables: {},
		logAiEvent: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	const contextOf = (runIndex: number) =>
		new SupplyDataContext(
			...[workflow, node, additionalData, 'manual' as const, data, runIndex],
			...[[{ json: {} }], {}, 'ai_tool' as const],
			{ node, data: { main: [] }, source: null },
			[],
		);
	const invoke = makeHandleToolInvocation(contextOf, node, type, data);
	const call = async (args: IDataObject): Promise<Answer> => {
		// n8n 2.41 throws what earlier versions return.
		const text = await invoke(args).catch((error: Error) => error.message);
		return text.startsWith('[') ? (JSON.parse(text) as IDataObject[]) : text;
	};
	return { call, data };
}
