/** Return Last Frame with Suspend: the frames are taken once the execution goes on. */

import '../../faults/shortTimes';
import '../../harness/silentResumeUrl';
import { readFileSync } from 'node:fs';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import {
	resumeItems,
	suspensionFrom,
	type ResumeSignal,
} from '../../../nodes/Sora/actions/suspend/suspension';
import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { SUSPENSION_FIELD } from '../../../nodes/Sora/shared/storedNames';
import { mediaPath } from '../../../support/simulator';
import { databaseFor } from '../../harness/database';
import { retryDataOf, runNode, videoOf, type RunOptions } from '../../harness/harness';
import { credentialsFor, PROVIDER_NAMES } from '../../harness/providers';
import { dataAt, goingOn } from '../../harness/resumeHarness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });

const NAME = 'Sora Text to Video';
const PROMPTS = ['waves', 'dunes'];
const FRAME = readFileSync(mediaPath('photo.png'));

const ABLE = PROVIDER_NAMES.filter(
	(name) => PROVIDER_INFOS[name].can.lastFrame && PROVIDER_INFOS[name].can.callback,
);

const isFrameTask = ({ model }: { model: string }): boolean =>
	/extract-frame|video-api/.test(model);
const frameTasks = () => sim.tasks.filter(isFrameTask);
const videoTasks = () => sim.tasks.filter((task) => !isFrameTask(task));

const run = async (provider: ProviderName, more: Partial<RunOptions> = {}) =>
	await runNode({
		node: 'soraTextToVideo',
		items: PROMPTS.map((prompt): INodeExecutionData => ({ json: { prompt } })),
		credentials: credentialsFor(sim, provider),
		...more,
		parameters: {
			...{ provider, prompt: '={{ $json.prompt }}', waitMode: 'suspend' },
			options: { returnLastFrame: true },
		},
	});

/** Suspends, and lets the execution go on as n8n does after the callbacks. */
async function resume(
	provider: ProviderName,
	signal: () => ResumeSignal,
	more: Partial<RunOptions> = {},
) {
	const suspended = await run(provider);
	expect(suspended.error).toBeUndefined();
	expect(suspended.run.waitTill).toBeDefined();
	expect(frameTasks()).toEqual([]);
	return await run(provider, { ...goingOn(suspended.run, signal()), ...more });
}

const ended = (): ResumeSignal => {
	for (const { id } of videoTasks()) sim.end(id);
	return { reason: 'ended', seen: {} };
};

it('is for the providers that have both', () => {
	expect(ABLE).toEqual(['eachlabs', 'fal']);
});

describe.each(ABLE)('%s', (provider) => {
	it('gives each video with its own last frame when the execution goes on', async () => {
		const { items, error } = await resume(provider, ended);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.status, json.warnings])).toEqual(
			PROMPTS.map(() => ['completed', []]),
		);
		for (const item of items) {
			expect((await videoOf(item)).subarray(4, 8).toString()).toBe('ftyp');
			expect((await videoOf(item, 'lastFrame')).equals(FRAME)).toBe(true);
		}
		const videos = frameTasks().map(({ input }) => input.video_url ?? input.input_url);
		expect(new Set(videos)).toEqual(new Set(videoTasks().map(({ id }) => sim.videoUrl(id))));
		expect(sim.bills).toHaveLength(2 * PROMPTS.length);
	});

	it('takes no frame where a video has failed', async () => {
		const { error } = await resume(provider, () => {
			const [first] = videoTasks();
			sim.end(first.id, { outcome: 'failed', message: 'too dark' });
			return { reason: 'failed', seen: {} };
		});
		expect(error?.message).toContain('too dark');
		expect(frameTasks()).toEqual([]);
	});

	it('never pays a frame twice where its answer is lost', async () => {
		const isFrame = ({ body, path }: { body: unknown; path: string }) =>
			/extract-frame|stills/.test(path + JSON.stringify(body));
		const rule = { provider, on: 'submit', fault: 'resetAfterRead' } as const;
		sim.faults.add({ ...rule, times: PROMPTS.length, match: isFrame });
		const { items, error } = await resume(provider, ended);
		expect(error).toBeUndefined();
		expect(frameTasks()).toHaveLength(PROMPTS.length);
		expect(items.map(({ json }) => json.status)).toEqual(PROMPTS.map(() => 'completed'));
	});

	const isPolled = ({ id }: { id: string }) =>
		sim.requests.some(({ kind, taskId }) => kind === 'status' && taskId === id);

	/** Once all frames are under way, and known to be. */
	const stopAmidFrames = {
		onStart: (stop: () => void) => {
			sim.script((task) => (isFrameTask({ model: task.model }) ? { outcome: 'never' } : {}));
			const timer = setInterval(() => {
				if (frameTasks().filter(isPolled).length < PROMPTS.length) return;
				clearInterval(timer);
				stop();
			}, 5);
		},
	};

	it('is picked up by a retry after a Stop of the execution that goes on', async () => {
		const stopped = await resume(provider, ended, stopAmidFrames);
		for (const { id } of frameTasks()) sim.end(id, {});
		const again = await run(provider, { retryOf: retryDataOf(stopped.run) });
		expect(again.error).toBeUndefined();
		expect(again.items.map(({ json }) => json.lastFrameUrl)).toEqual(
			PROMPTS.map(() => expect.stringMatching(/photo\.png$/) as string),
		);
		expect(sim.bills).toHaveLength(2 * PROMPTS.length);
	});

	it.each([
		['is suspended', false],
		['goes on', true],
	])('is picked up where n8n has stored nothing since the execution %s', async (_, hasGoneOn) => {
		const workflowId = `suspended ${provider} ${hasGoneOn}`;
		await databaseFor(workflowId);
		const [first, retry] = [
			{ id: '1', mode: 'trigger', workflowId },
			{ id: '2', mode: 'retry', workflowId, retriedId: '1' },
		] as const;
		const suspended = await run(provider, { execution: first });
		const context = suspended.run.data.executionData?.contextData[`node:${NAME}`];
		const stored = () => structuredClone(context) as IDataObject;
		const suspension = suspensionFrom(stored()[SUSPENSION_FIELD]);
		const goesOn = resumeItems(suspension?.inputs ?? [], ended());
		const node = { name: NAME } as INode;
		let isOver: () => void = () => {};
		const settled = new Promise<void>((resolve) => (isOver = resolve));
		await run(provider, {
			items: goesOn,
			execution: first,
			retryOf: dataAt(node, goesOn, stored()),
			onSettled: isOver,
			...stopAmidFrames,
		});
		await settled;
		for (const { id } of frameTasks()) sim.end(id, {});

		const items = PROMPTS.map((prompt): INodeExecutionData => ({ json: { prompt } }));
		const again = await run(provider, {
			execution: retry,
			retryOf: dataAt(node, hasGoneOn ? goesOn : items, stored()),
			...(hasGoneOn ? { items: goesOn } : {}),
		});
		expect(again.error).toBeUndefined();
		expect(again.items.map(({ json }) => json.status)).toEqual(PROMPTS.map(() => 'completed'));
		expect(sim.bills).toHaveLength(2 * PROMPTS.length);
	});
});
