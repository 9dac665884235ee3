/** Public URLs in n8n's own engine, which signs them: of several items, beside last frames, after Suspend. */

import '../faults/shortTimes';
import '../harness/silentResumeUrl';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runNode, videoOf, type RunOptions } from '../harness/harness';
import { credentialsFor } from '../harness/providers';
import { goingOn } from '../harness/resumeHarness';
import { useSimulator } from '../harness/simulator';
import { TriggerHarness } from '../harness/triggerHarness';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });

const REST_URL = 'https://n8n.example.com/rest';
const PROMPTS = ['waves', 'dunes'];
const ITEMS = PROMPTS.map((prompt): INodeExecutionData => ({ json: { prompt } }));
/** No time is left to watch within a poll. */
const NO_WATCH_MS = 3_000;

async function run(
	provider: 'fal' | 'waveSpeed',
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
) {
	return await runNode({
		node: 'soraTextToVideo',
		items: ITEMS,
		credentials: credentialsFor(sim, provider),
		restApiUrl: REST_URL,
		...more,
		parameters: { provider, prompt: '={{ $json.prompt }}', ...parameters },
	});
}

/** The file that an item's public URL leads to is the item's own video. */
function expectOwnVideo({ json, binary }: INodeExecutionData): void {
	const url = new URL(String(json.publicUrl));
	expect(url.origin + url.pathname).toBe(`${REST_URL}/binary-data/signed`);
	const token = url.searchParams.get('token') ?? '';
	expect(Container.get(BinaryDataService).validateSignedToken(token)).toBe(binary?.data.id);
}

function expectOwnVideos(items: INodeExecutionData[]): void {
	expect(items.map(({ json }) => [json.status, json.warnings])).toEqual(
		PROMPTS.map(() => ['completed', []]),
	);
	items.forEach(expectOwnVideo);
	expect(new Set(items.map(({ json }) => json.publicUrl)).size).toBe(items.length);
}

it('each item has its own, and it is of the video, not of the last frame', async () => {
	const options = { publicUrlHours: 1, returnLastFrame: true };
	const { items, error } = await run('fal', { options });
	expect(error).toBeUndefined();
	expectOwnVideos(items);
	for (const item of items) expect((await videoOf(item, 'lastFrame')).length).toBeGreaterThan(100);
});

it('comes with what Suspend has waited for', async () => {
	const parameters = { waitMode: 'suspend', options: { publicUrlHours: 1 } };
	const suspended = await run('waveSpeed', parameters);
	expect(suspended.items.map(({ json }) => json.publicUrl)).toEqual([null, null]);
	for (const { id } of sim.tasks) sim.end(id);
	const goesOn = goingOn(suspended.run, { reason: 'ended', seen: {} });
	const resumed = await run('waveSpeed', parameters, goesOn);
	expect(resumed.error).toBeUndefined();
	expect(sim.bills).toHaveLength(PROMPTS.length);
	expectOwnVideos(resumed.items);
});

it('is of each task that Sora Get Result fetches', async () => {
	const tasks = PROMPTS.map((prompt) =>
		sim.addTask({
			provider: 'waveSpeed',
			model: 'wan',
			at: Date.now() - 60_000,
			input: { prompt },
		}),
	);
	const { items } = await run(
		'waveSpeed',
		{ taskId: '={{ $json.taskId }}', prompt: '', options: { publicUrlHours: 1 } },
		{ node: 'soraGetResult', items: tasks.map(({ id }) => ({ json: { taskId: id } })) },
	);
	expectOwnVideos(items);
});

it('is of each task that Sora Trigger emits', async () => {
	const trigger = new TriggerHarness({
		parameters: { provider: 'waveSpeed', options: { publicUrlHours: 1 } },
		credentials: credentialsFor(sim, 'waveSpeed'),
		budgetMs: NO_WATCH_MS,
		restApiUrl: REST_URL,
	});
	await trigger.poll();
	for (const prompt of PROMPTS) {
		sim.addTask({
			...{ provider: 'waveSpeed', model: 'wan', at: Date.now(), input: { prompt } },
			plan: { renderMs: 1 },
		});
	}
	await trigger.poll();
	expectOwnVideos(trigger.items);
});
