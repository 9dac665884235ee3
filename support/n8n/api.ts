/** n8n's own REST interface, as its editor uses it, for what the demo and the tests do. */

import type { IDataObject, INodeExecutionData, INode, IRunExecutionData } from 'n8n-workflow';
import { N8nApiError } from './apiError';
import { parseFlatted } from './flatted';
import { until } from './until';

export const OWNER = {
	email: 'demo@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Demo-Owner-1',
} as const;

/** n8n closes an idle connection after 5 s: a call on it would fail, where we were too busy to see that. */
const HEADERS = { connection: 'close', 'content-type': 'application/json' };
/** Activation goes on for a few seconds after n8n has confirmed it. */
const WEBHOOK_TIMEOUT_MS = 60_000;
const EXECUTION_TIMEOUT_MS = 120_000;

/** A workflow as n8n exports it. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IDataObject;
	settings?: IDataObject;
}

export interface Execution {
	id: string;
	workflowId: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `crashed`, `canceled`. */
	status: string;
	mode: string;
	retryOf?: string;
}

export interface ExecutionWithData extends Execution {
	data: IRunExecutionData;
}

/** How an execution has ended, also where n8n has stored no data of it; any other status is on its way. */
const BROKEN_OFF = ['crashed', 'canceled'];
const END_STATUSES = ['success', 'error', ...BROKEN_OFF];

export class N8nApi {
	private cookie = '';

	/** Where n8n listens, and where it takes production webhooks; without trailing slashes. */
	constructor(
		readonly url: string,
		private readonly webhookUrl = url,
	) {}

	/** One call to `/rest`. @throws N8nApiError for any status that is not 2xx */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { ...HEADERS, cookie: this.cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const text = await response.text();
		if (!response.ok) {
			throw new N8nApiError(
				response.status,
				`${method} ${path}: ${response.status} ${text.slice(0, 500)}`,
			);
		}
		return ((text === '' ? {} : JSON.parse(text)) as { data: T }).data;
	}

	/** Signs in, and makes the owner's account on a new n8n. */
	async signIn(): Promise<void> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.call('POST', '/owner/setup', OWNER);
			return;
		}
		const { email, password } = OWNER;
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** @returns the description of a node as the editor gets it; null while n8n does not know it */
	async nodeDescription(name: string, version = 1): Promise<IDataObject | null> {
		const nodeInfos = [{ name, version }];
		const types = this.call<IDataObject[]>('POST', '/node-types', { nodeInfos });
		const [description] = await types.catch((error: Error) => {
			if (/unrecognized node type|not found/i.test(error.message)) return [];
			throw error;
		});
		return description ?? null;
	}

	/** @returns its ID */
	async createCredential(name: string, type: string, data: IDataObject): Promise<string> {
		const { id } = await this.call<{ id: string }>('POST', '/credentials', { name, type, data });
		return id;
	}

	async updateCredential(id: string, name: string, type: string, data: IDataObject): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** @returns every credential's ID by its name */
	async credentials(): Promise<Map<string, string>> {
		const list = await this.call<Array<{ id: string; name: string }>>('GET', '/credentials');
		return new Map(list.map(({ id, name }) => [name, id]));
	}

	/** n8n's own test of a credential, the button in the editor. */
	async testCredential(
		id: string,
		name: string,
		type: string,
		data: IDataObject,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.call('POST', '/credentials/test', { credentials: { id, name, type, data } });
	}

	/**
	 * @param workflow its nodes name their credentials; the IDs are filled in here
	 * @returns its ID
	 */
	async createWorkflow(workflow: WorkflowFile): Promise<string> {
		const ids = await this.credentials();
		const nodes = workflow.nodes.map((node) => ({
			...node,
			...(node.credentials && {
				credentials: Object.fromEntries(
					Object.entries(node.credentials).map(([type, { name }]) => [
						type,
						{ id: ids.get(name) ?? null, name },
					]),
				),
			}),
		}));
		const created = { ...workflow, nodes, active: false };
		return (await this.call<{ id: string }>('POST', '/workflows', created)).id;
	}

	/** @returns every workflow's ID by its name */
	async workflows(): Promise<Map<string, string>> {
		const list = await this.call<Array<{ id: string; name: string }>>('GET', '/workflows');
		return new Map(list.map(({ id, name }) => [name, id]));
	}

	async activate(workflowId: string): Promise<void> {
		const { versionId } = await this.call<{ versionId: string }>('GET', `/workflows/${workflowId}`);
		await this.call('POST', `/workflows/${workflowId}/activate`, { versionId });
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.call('POST', `/workflows/${workflowId}/deactivate`, {});
	}

	/** The button in the editor. @returns the execution's ID, at once */
	async runManually(workflowId: string, triggerName: string): Promise<string> {
		// n8n 1 takes the workflow from the editor, n8n 2 its own.
		const path = `/workflows/${workflowId}`;
		const workflowData = await this.call<IDataObject>('GET', path);
		const body = { workflowData, triggerToStartFrom: { name: triggerName } };
		return (await this.call<{ executionId: string }>('POST', `${path}/run`, body)).executionId;
	}

	/**
	 * Calls a production webhook, and waits for its answer. Only "not registered" is tried again:
	 * such a call has started nothing.
	 */
	async callWebhook(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
		return await until(
			`the webhook ${path} to be registered`,
			async () => {
				const response = await fetch(`${this.webhookUrl}/webhook/${path}`, {
					method: 'POST',
					headers: HEADERS,
					body: JSON.stringify(body),
				});
				const text = await response.text();
				if (response.status === 404 && text.includes('not registered')) return null;
				const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
				return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
			},
			WEBHOOK_TIMEOUT_MS,
		);
	}

	/** @returns a workflow's executions, newest first */
	async executions(workflowId: string, limit = 100): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.call<{ results: Execution[] }>(
			'GET',
			`/executions?filter=${filter}&limit=${limit}`,
		);
		return results;
	}

	async execution(id: string): Promise<ExecutionWithData> {
		const { data, ...rest } = await this.call<Execution & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...rest, data: parseFlatted(data) as IRunExecutionData };
	}

	/** Waits until an execution has ended, well or badly. n8n may say so before it has stored what came of it. */
	async ended(id: string, timeoutMs = EXECUTION_TIMEOUT_MS): Promise<ExecutionWithData> {
		return await until(
			`execution ${id} to end`,
			async () => {
				const execution = await this.execution(id);
				return (execution.data ? END_STATUSES : BROKEN_OFF).includes(execution.status) && execution;
			},
			timeoutMs,
		);
	}

	/** "Retry" in the list of executions. @returns the new execution's ID */
	async retry(executionId: string, loadWorkflow = false): Promise<string> {
		const { id } = await this.call<{ id: string }>('POST', `/executions/${executionId}/retry`, {
			loadWorkflow,
		});
		return id;
	}

	/** The Stop button. */
	async stop(executionId: string): Promise<void> {
		await this.call('POST', `/executions/${executionId}/stop`, {});
	}

	/** @returns the bytes of a file that an execution has stored */
	async binary(id: string): Promise<Buffer> {
		const response = await fetch(
			`${this.url}/rest/binary-data?id=${encodeURIComponent(id)}&action=download`,
			{ headers: { ...HEADERS, cookie: this.cookie } },
		);
		if (!response.ok) throw new N8nApiError(response.status, `Binary ${id}: ${response.status}`);
		return Buffer.from(await response.arrayBuffer());
	}
}

/** The items that a node gave out in its last run, first output; empty when it did not run. */
export function itemsOf(execution: ExecutionWithData, nodeName: string): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[nodeName] ?? [];
	return runs.at(-1)?.data?.main[0] ?? [];
}
