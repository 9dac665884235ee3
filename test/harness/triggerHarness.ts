/** Polls Sora Trigger in n8n's own poll context, with the static data as n8n would have stored them. */

import { PollContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { credentialsHelper, NODE_PREFIX, typeOf } from './nodeTypes';

export interface HarnessOptions {
	parameters: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** How long n8n lets one poll take. Short, so that a test does not watch for a minute. */
	budgetMs?: number;
	mode?: WorkflowExecuteMode;
	/** n8n's data of the node, from before a restart. */
	staticData?: IDataObject;
	/** Where n8n's REST interface is reached: what it signs begins with it. */
	restApiUrl?: string;
	/** Two activations of the same workflow share it. */
	workflowId?: string;
}

const NODE_TYPES: INodeTypes = {
	getByName: (name) => typeOf(name),
	getByNameAndVersion: (name) => typeOf(name),
	getKnownTypes: () => ({}),
};

const PLAIN_BUDGET_MS = 5 * 60_000;

let workflows = 0;

/** One activation of a workflow with the trigger alone. */
export class TriggerHarness {
	/** Everything that has started an execution, in order. */
	readonly emissions: INodeExecutionData[][] = [];
	readonly errors: Error[] = [];
	/** When each item came out (Unix ms), by task ID. */
	readonly emittedAt = new Map<string, number>();
	/** The node's data as last stored: with each emission, and after the activation. */
	stored: IDataObject = {};
	private readonly context: PollContext;
	private readonly workflow: Workflow;
	private readonly node: INode;
	private isActivated = false;

	constructor(readonly options: HarnessOptions) {
		const type = typeOf(`${NODE_PREFIX}soraTrigger`);
		this.node = {
			id: 'trigger',
			name: 'Sora Trigger',
			type: `${NODE_PREFIX}soraTrigger`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: Object.fromEntries(
				Object.keys(options.credentials).map((name) => [name, { id: '1', name }]),
			),
		};
		this.node.parameters =
			NodeHelpers.getNodeParameters(
				type.description.properties,
				options.parameters,
				true,
				false,
				this.node,
				type.description,
			) ?? {};
		this.workflow = new Workflow({
			id: options.workflowId ?? `workflow-${++workflows}`,
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes: NODE_TYPES,
			staticData: { 'node:Sora Trigger': structuredClone(options.staticData ?? {}) },
		});
		const additionalData = {
			credentialsHelper: credentialsHelper(options.credentials),
			restApiUrl: options.restApiUrl,
		} as unknown as IWorkflowExecuteAdditionalData;
		const { budgetMs = PLAIN_BUDGET_MS } = options;
		this.context = new PollContext(
			this.workflow,
			this.node,
			additionalData,
			options.mode ?? 'trigger',
			options.mode === 'manual' ? 'manual' : 'activate',
			(data) => this.emit(data),
			(error) => void this.errors.push(error),
			undefined,
			undefined,
			undefined,
			() => budgetMs,
		);
	}

	/** The node's data as they are in memory now. */
	get memory(): IDataObject {
		const data = this.workflow.getStaticData('node', this.node);
		return JSON.parse(JSON.stringify(data)) as IDataObject;
	}

	get items(): INodeExecutionData[] {
		return this.emissions.flat();
	}

	get taskIds(): string[] {
		return this.items.map(({ json }) => String(json.taskId));
	}

	/** One tick, as n8n carries it out. @returns what the poll itself returned. */
	async poll(): Promise<INodeExecutionData[][] | null> {
		const { poll } = typeOf(this.node.type);
		if (!poll) throw new Error('the node does not poll');
		const returned = await poll.call(this.context);
		if (returned !== null) this.emit(returned);
		if (!this.isActivated) this.stored = this.memory;
		this.isActivated = true;
		return returned;
	}

	private emit(data: INodeExecutionData[][]): void {
		this.emissions.push(data[0]);
		for (const { json } of data[0]) this.emittedAt.set(String(json.taskId), Date.now());
		this.stored = this.memory;
	}
}
