/** Every place that has the bytes of a paid video, and every file that is whole. */

import type { Outcome } from '../../../nodes/Sora/engine/outcome';
import type { Provider } from '../../../nodes/Sora/providers/provider';
import { fakeProvider, fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { waiting } from '../terms';

export const KEYED = '/tasks/task-1/content';

/** The open address first, then one with the key. */
export const twoPlaces: Provider = {
	...fakeProvider,
	video: (task) => [
		...fakeProvider.video(task),
		{ to: 'provider', method: 'GET', path: `/tasks/${task.id}/content` },
	],
};

export const at = (url: string): Provider => ({
	...fakeProvider,
	video: () => [{ to: 'anywhere', method: 'GET', url }],
});

export async function fetchFrom(
	files: FakeServer['files'],
	provider: Provider = fakeProvider,
	waitTimeoutMs = waiting.waitTimeoutMs,
) {
	const server = new FakeServer();
	server.files = files;
	const [outcome] = await server.run([fakeRequest('waves')], { waitTimeoutMs }, { provider });
	const downloads = server.calls
		.filter(({ kind }) => kind === 'download')
		.map(({ call }) => (call.to === 'anywhere' ? call.url : call.path));
	return { server, outcome, downloads };
}

export const warningsOf = (outcome: Outcome) =>
	outcome.kind === 'task' && outcome.video !== null ? outcome.warnings : outcome;
