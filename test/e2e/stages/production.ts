/** Runs of a sample as production has them: n8n retries those of the editor less well. */

import type { Execution, N8nApi, WorkflowFile } from '../../../support/n8n/api';
import { until } from '../../../support/n8n/until';

const START_TIMEOUT_MS = 20_000;

/** A webhook takes the place of the trigger, under its name. */
function calledAt(path: string, { nodes, ...rest }: WorkflowFile, trigger: string): WorkflowFile {
	const webhook = {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	};
	return {
		...rest,
		nodes: nodes.map((node) => (node.name === trigger ? { ...node, ...webhook } : node)),
	};
}

export interface Production {
	workflowId: string;
	/** Starts an execution. @returns it as soon as n8n lists it */
	start(): Promise<Execution>;
}

/** Activates a workflow that starts by a call instead of by its trigger. */
export async function inProduction(
	api: N8nApi,
	workflow: WorkflowFile,
	trigger = 'Start',
): Promise<Production> {
	const path = `${workflow.name} ${Date.now()}`.toLowerCase().replace(/\W+/g, '-');
	const workflowId = await api.createWorkflow(calledAt(path, workflow, trigger));
	await api.activate(workflowId);
	return {
		workflowId,
		start: async () => {
			const before = (await api.executions(workflowId)).length;
			await api.callWebhook(path, {});
			const started = async () => {
				const executions = await api.executions(workflowId);
				return executions.length > before && executions[0];
			};
			return await until('the execution to begin', started, START_TIMEOUT_MS);
		},
	};
}
