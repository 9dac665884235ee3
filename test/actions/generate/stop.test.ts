import { readFileSync } from 'node:fs';
import type { IExecuteFunctions } from 'n8n-workflow';
import { deliver } from '../../../nodes/Sora/output/deliver';
import { PROVIDERS } from '../../../nodes/Sora/providers';
import type { Outcome } from '../../../nodes/Sora/engine/outcome';
import { taskFrom } from '../../../nodes/Sora/engine/submit/submit';
import { mediaPath, type CallKind, type FaultRule } from '../../../support/simulator';
import { credentialsFor } from '../../harness/providers';
import { runNode, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(120_000);

const sim = useSimulator({ renderMs: 100 });

const SETTLED_WITHIN_MS = 1_000;
const NOTHING_SENT_FOR_MS = 3_000;

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

interface Stopped {
	/** From the press of Stop until the node has returned. */
	settledMs: number;
	sentAfterwards: string[];
}

/** Runs the node, presses Stop `afterMs` after the first request of a kind, and watches what comes then. */
async function stopAfter(
	kind: CallKind,
	afterMs: number,
	options: Partial<RunOptions> = {},
): Promise<Stopped> {
	let settledAt = 0;
	let pressStop = () => {};
	const ended = runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }, { json: {} }],
		credentials: credentialsFor(sim, 'eachlabs'),
		...options,
		parameters: { provider: 'eachlabs', prompt: 'waves', ...options.parameters },
		onSettled: () => (settledAt = Date.now()),
		onStart: (stop) => (pressStop = stop),
	}).catch(() => undefined);
	while (!sim.requests.some((request) => request.kind === kind)) await pause(5);
	await pause(afterMs);
	expect(settledAt).toBe(0);
	const stoppedAt = Date.now();
	const sentBefore = sim.requests.length;
	pressStop();
	await ended;
	await pause(NOTHING_SENT_FOR_MS);
	return {
		settledMs: settledAt === 0 ? Infinity : settledAt - stoppedAt,
		sentAfterwards: sim.requests.slice(sentBefore).map((request) => request.kind),
	};
}

const photo = () => ({
	data: readFileSync(mediaPath('photo.jpg')).toString('base64'),
	mimeType: 'image/jpeg',
});

const image: Partial<RunOptions> = {
	node: 'soraImageToVideo',
	items: [{ json: {}, binary: { data: photo() } }],
};

const CASES: ReadonlyArray<
	readonly [string, CallKind, number, Partial<FaultRule> | null, Partial<RunOptions>]
> = [
	['uploading a picture', 'upload', 200, { on: 'upload', fault: 'hang' }, image],
	['submitting', 'submit', 200, { on: 'submit', fault: 'hang' }, {}],
	['waiting to submit again', 'submit', 500, { on: 'submit', fault: 'status429' }, {}],
	['looking for a lost task', 'list', 200, { on: 'submit', fault: 'status502' }, {}],
	['asking for the status', 'status', 200, { on: 'status', fault: 'hang' }, {}],
	['waiting for the render', 'submit', 1_500, null, {}],
	['downloading', 'download', 500, { on: 'download', fault: 'slowDrip' }, {}],
	['waiting to go on with a download', 'download', 500, { on: 'download', fault: 'status502' }, {}],
];

describe('Stop', () => {
	it.each(CASES)(
		'while %s: the node ends within a second, and sends nothing more',
		async (what, kind, afterMs, fault, options) => {
			if (fault) sim.faults.add({ fault: 'hang', on: 'submit', times: Infinity, ...fault });
			if (!/download/.test(what)) sim.script(() => ({ renderMs: 60_000 }));
			const { settledMs, sentAfterwards } = await stopAfter(kind, afterMs, options);
			expect(settledMs).toBeLessThan(SETTLED_WITHIN_MS);
			expect(sentAfterwards).toEqual([]);
		},
	);

	it('asks the provider to cancel nothing, since nobody has asked for that', async () => {
		sim.script(() => ({ renderMs: 60_000 }));
		const parameters = { options: { cancelOnTimeout: true } };
		const { sentAfterwards } = await stopAfter('status', 300, { parameters });
		expect(sentAfterwards).toEqual([]);
	});
});

describe('the error of a stopped node', () => {
	const item = (itemIndex: number) => ({
		itemIndex,
		model: null,
		durationSeconds: null,
		warnings: [],
		output: { outputField: 'data', includeProviderResponse: false },
	});
	const context = {
		getNode: () => ({ name: 'Sora', type: 'sora', typeVersion: 1 }),
	} as unknown as IExecuteFunctions;

	it('names the tasks of all items, also of those that were done', () => {
		const outcomes: Array<Outcome> = [
			{ kind: 'task', task: taskFrom({ id: 'done-1' }, null, null), video: null, warnings: [] },
			{ kind: 'stopped', taskId: 'going-2', submitted: true },
			{ kind: 'stopped', taskId: null, submitted: false },
		];
		const worked = outcomes.map((outcome, index) => ({ item: item(index), outcome }));
		const delivery = { context, provider: PROVIDERS.eachlabs, failFast: true };
		expect(() => deliver(delivery, [], worked)).toThrow(
			expect.objectContaining({ description: expect.stringMatching(/done-1.*going-2/) }),
		);
	});
});
