/** What the suites of retries and interruptions share: a workflow with the node, and its parts. */

import type { IDataObject, INode } from 'n8n-workflow';
import { itemsOf, type ExecutionWithData, type WorkflowFile } from '../../../support/n8n/api';
import { CREDENTIAL } from './stage';

export const NODE = 'Sora Text to Video';
export const RENDER_MS = 1_500;

export interface Wanted {
	node?: Partial<INode>;
	parameters?: IDataObject;
	settings?: IDataObject;
	/** The node once per prompt, by a loop. */
	loops?: boolean;
	/** Seconds that a node behind it takes. */
	afterwards?: number;
}

export interface Started {
	workflowId: string;
	executionId: string;
}

export const statuses = (execution: ExecutionWithData) =>
	itemsOf(execution, NODE).map(({ json }) => json.status ?? 'failed');

let workflows = 0;

/** A webhook that answers at once, one item per prompt, and the node. */
export function workflowOf({
	node,
	parameters,
	settings,
	loops,
	afterwards,
}: Wanted): WorkflowFile & { path: string } {
	const number = String(++workflows).padStart(12, '0');
	const path = `retries-${number}`;
	const at = (name: string, type: string, x: number, more: Partial<INode>): INode => ({
		id: `00000000-0000-4000-8000-${number.slice(3)}${String(x).padStart(3, '0')}`,
		name,
		type,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	const nodes = [
		at('Webhook', 'n8n-nodes-base.webhook', 0, {
			typeVersion: 2,
			webhookId: `00000000-0000-4000-9000-${number}`,
			parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		}),
		at('Prompts', 'n8n-nodes-base.splitOut', 220, {
			parameters: { fieldToSplitOut: 'body.prompts', options: {} },
		}),
		at('Loop', 'n8n-nodes-base.splitInBatches', 440, {
			typeVersion: 3,
			parameters: { batchSize: 1, options: {} },
		}),
		at(NODE, 'n8n-nodes-sora.soraTextToVideo', 660, {
			credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
			...node,
			parameters: { prompt: '={{ $json.prompt }}', options: {}, ...parameters },
		}),
		at('Wait', 'n8n-nodes-base.wait', 880, {
			typeVersion: 1.1,
			webhookId: `00000000-0000-4000-a000-${number}`,
			parameters: { resume: 'timeInterval', amount: afterwards ?? 0, unit: 'seconds' },
		}),
	].filter(({ name }) => (loops || name !== 'Loop') && (afterwards || name !== 'Wait'));
	return {
		path,
		name: `Retries ${number}`,
		nodes,
		connections: {
			Webhook: { main: [to('Prompts')] },
			Prompts: { main: [to(loops ? 'Loop' : NODE)] },
			...(loops ? { Loop: { main: [[], to(NODE)] }, [NODE]: { main: [to('Loop')] } } : {}),
			...(afterwards ? { [NODE]: { main: [to('Wait')] } } : {}),
		},
		settings: { executionOrder: 'v1', ...settings },
	};
}
