/** What the trigger says when it cannot read the account. */

import { NodeOperationError, type INode } from 'n8n-workflow';
import type { Provider } from '../providers/provider';
import type { Failure } from '../providers/video';
import { listFailureKind } from './feed/backOff';
import { nodeErrorOf } from '../output/errors';

type NodeError = ReturnType<typeof nodeErrorOf>;

const WATCH_TASK_IDS =
	'Set Watch to Task IDs and enter the tasks, for example with an expression, or get them with Sora Get Result.';

export function noListError(node: INode, provider: Provider): NodeError {
	const message = `${provider.displayName} has no list of tasks to watch`;
	return new NodeOperationError(node, message, { description: WATCH_TASK_IDS });
}

/** A list that could not be read. */
export function listError(node: INode, provider: Provider, failure: Failure): NodeError {
	const kind = listFailureKind(failure);
	if (kind === 'noList') {
		const message = `${provider.displayName}: this host says that it has no list of tasks (HTTP ${failure.httpStatus})`;
		const description = `${WATCH_TASK_IDS} If the host should have one, check the Base URL in the credential.`;
		return new NodeOperationError(node, message, { description });
	}
	const advice =
		kind === 'refused'
			? `Check the API key in the credential ${provider.credentialName}.`
			: 'The list of tasks could not be read. Nothing is lost: the next poll continues where the last one stopped.';
	return errorOf(node, provider, kind === 'refused' ? { ...failure, category: 'auth' } : failure, {
		taskId: null,
		advice,
	});
}

/** IDs that the provider does not know, each with what it said. @param unknown not empty. */
export function unknownTasksError(
	node: INode,
	provider: Provider,
	unknown: ReadonlyMap<string, Failure>,
): NodeError {
	const [[firstId, failure], ...more] = unknown;
	if (more.length === 0) {
		const advice =
			'The other tasks are still watched. Check that the ID belongs to this provider and this API key, and that the provider has not deleted the task.';
		return errorOf(node, provider, failure, { taskId: firstId, advice });
	}
	const message = `${unknown.size} of the task IDs are unknown`;
	const ids = [...unknown.keys()].join(', ');
	const advice = `The other tasks are still watched. Check that these IDs belong to this provider and this API key, and that the provider has not deleted the tasks: ${ids}.`;
	return errorOf(node, provider, { ...failure, message }, { taskId: null, advice });
}

function errorOf(
	node: INode,
	provider: Provider,
	failure: Failure,
	about: { taskId: string | null; advice: string },
): NodeError {
	const failed = { ...about, failure, itemIndex: null, model: '', status: null, submitted: false };
	return nodeErrorOf(node, { ...failed, origin: 'provider' }, provider);
}
