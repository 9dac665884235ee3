/** Eachlabs' callbacks: the task's own secret comes back as it was sent. https://docs.eachlabs.ai/api/webhooks */

import { codeOf, objectOf } from './json';
import { isSameText, secretHash, type TaskCallback } from './taskCallback';

export const eachlabsCallback: TaskCallback = {
	takesSecretPerTask: true,
	/** Callbacks call it `exec_id`, unlike every other answer. */
	taskIdIn: (body) => codeOf(objectOf(body).exec_id),
	isGenuine: ({ headers }, { hashOfTask }) =>
		hashOfTask !== null && isSameText(secretHash(headers['x-webhook-secret'] ?? ''), hashOfTask),
};
