/** Runs our nodes in n8n's own execution engine, HTTP helpers and binary store. */

import './quiet';
import 'reflect-metadata';
import { Container } from '@n8n/di';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { credentialsHelper, nodeTypesWith, NODE_PREFIX, sourceOf, typeOf } from './nodeTypes';

export interface RunOptions {
	node: string;
	parameters: INodeParameters;
	items: INodeExecutionData[];
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Settings of the node itself, e.g. `onError`, `retryOnFail`. */
	settings?: Partial<INode>;
	/** Settings of the workflow, e.g. `binaryMode`. */
	workflowSettings?: IWorkflowSettings;
	/** Which execution it is. Default: a manual one, without a database. */
	execution?: ExecutionOptions;
	/** Where n8n's REST interface is reached: what it signs begins with it. Default: nowhere. */
	restApiUrl?: string;
	/** An execution's data to go on with, as "Retry execution" does. */
	retryOf?: IRunExecutionData;
	/** Called when the node has returned or thrown; after a Stop, n8n does not wait for that. */
	onSettled?: () => void;
	/** Called with the way to press Stop. */
	onStart?: (stop: () => void) => void;
}

export interface ExecutionOptions {
	id: string;
	mode: WorkflowExecuteMode;
	/** Named in `databaseFor`, it has a database. */
	workflowId: string;
	/** Mode `retry`: the execution that is retried. */
	retriedId?: string;
	/** Of a sub-workflow: the execution that calls it. */
	callerId?: string;
	/** The mode of that one. */
	rootMode?: WorkflowExecuteMode;
}

const MANUAL: ExecutionOptions = { id: 'execution-1', mode: 'manual', workflowId: 'workflow' };

export interface RunResult {
	run: IRun;
	/** The node's first output. */
	items: INodeExecutionData[];
	/** The node's second output, where it has an error branch. */
	errorItems: INodeExecutionData[];
	error: (Error & { description?: string; context?: IDataObject }) | undefined;
}

let storeIsReady = false;

/** n8n's filesystem mode, in a folder of its own. */
export async function useFilesystemStore(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'sora-binary-'));
	const config = Container.get(BinaryDataConfig);
	config.mode = 'filesystem';
	config.localStoragePath = folder;
	await Container.get(BinaryDataService).init();
	storeIsReady = true;
	return folder;
}

export async function videoOf(item: INodeExecutionData, field = 'data'): Promise<Buffer> {
	const binary = item.binary?.[field];
	if (!binary) throw new Error(`no binary field ${field}`);
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/**
 * A failed execution's data as "Retry" in the list of executions goes on with it: the failed node's
 * last run is taken away, and the node is still on the stack (n8n's `ExecutionService.retry`).
 */
export function retryDataOf({ data }: IRun): IRunExecutionData {
	const copy = JSON.parse(JSON.stringify(data)) as IRunExecutionData;
	delete copy.resultData.error;
	const { lastNodeExecuted, runData } = copy.resultData;
	const runs = runData[lastNodeExecuted ?? ''] ?? [];
	if (runs.at(-1)?.error !== undefined) runs.pop();
	return copy;
}

type Start = (workflow: Workflow, startNode: INode) => ReturnType<WorkflowExecute['run']>;

/** n8n 1 and early 2 take the arguments one by one. */
function startOf(execution: WorkflowExecute): Start {
	const run = execution.run.bind(execution);
	if (execution.run.length > 1) return run as unknown as Start;
	return (workflow, startNode) => run({ workflow, startNode });
}

/** How n8n begins a sub-workflow. */
function calledBy(executionId: string, start: INode): IRunExecutionData {
	const nodeExecutionStack = [{ node: start, data: { main: [[{ json: {} }]] }, source: null }];
	const data = createRunExecutionData({ executionData: { nodeExecutionStack } });
	data.parentExecution = { executionId, workflowId: 'caller' };
	return data;
}

/** A workflow of two nodes: the source, and the node under test. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	if (!storeIsReady) await useFilesystemStore();
	const { id: executionId, mode, workflowId, ...more } = options.execution ?? MANUAL;
	const { callerId, rootMode, retriedId } = more;
	const type = typeOf(NODE_PREFIX + options.node);
	const node: INode = {
		id: 'node-under-test',
		name: type.description.displayName,
		type: NODE_PREFIX + options.node,
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
		credentials: Object.fromEntries(
			Object.keys(options.credentials).map((name) => [name, { id: '1', name }]),
		),
		...options.settings,
	};
	node.parameters =
		NodeHelpers.getNodeParameters(
			type.description.properties,
			options.parameters,
			true,
			false,
			node,
			type.description,
		) ?? {};
	const start: INode = {
		id: 'source',
		name: 'Source',
		type: 'source',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const workflow = new Workflow({
		id: workflowId,
		nodes: [start, node],
		connections: { Source: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: nodeTypesWith(sourceOf(options.items), options.onSettled),
		settings: { executionOrder: 'v1', ...options.workflowSettings },
	});
	const additionalData = {
		credentialsHelper: credentialsHelper(options.credentials),
		executionId,
		rootExecutionMode: rootMode,
		getRunExecutionData: async () => await Promise.resolve(undefined),
		hooks: Object.assign(
			new ExecutionLifecycleHooks(mode, executionId, {
				id: workflowId,
				name: workflowId,
				nodes: [start, node],
				connections: workflow.connectionsBySourceNode,
				active: false,
				activeVersionId: null,
				isArchived: false,
				createdAt: new Date(),
				updatedAt: new Date(),
			}),
			{ retryOf: retriedId },
		),
		currentNodeExecutionIndex: 0,
		restApiUrl: options.restApiUrl ?? '',
		instanceBaseUrl: 'http://localhost:5678/',
		formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
		webhookBaseUrl: 'http://localhost:5678/webhook',
		webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost:5678/webhook-test',
		variables: {},
		logAiEvent: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	// "Retry with currently saved workflow"; where nothing was changed, it is the same.
	for (const entry of options.retryOf?.executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	const given = options.retryOf ?? (callerId === undefined ? null : calledBy(callerId, start));
	const execution = new WorkflowExecute(additionalData, mode, given ?? createRunExecutionData({}));
	const running = given
		? execution.processRunExecutionData(workflow)
		: startOf(execution)(workflow, start);
	options.onStart?.(() => running.cancel());
	const run = await running;
	const last = run.data.resultData.runData[node.name]?.at(-1);
	return {
		run,
		items: last?.data?.main?.[0] ?? [],
		errorItems: last?.data?.main?.[1] ?? [],
		error: (last?.error ?? run.data.resultData.error) as RunResult['error'],
	};
}
