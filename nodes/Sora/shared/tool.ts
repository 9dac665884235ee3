import type { INode } from 'n8n-workflow';

/**
 * Whether a node runs as the tool of an AI agent: n8n's name for the tool of a node is the node's with
 * `Tool` behind it. Its caller waits for an answer, and reads JSON and an error's message only.
 */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}
