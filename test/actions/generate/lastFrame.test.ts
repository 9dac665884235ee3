import '../../faults/shortTimes';
import type { INodeParameters } from 'n8n-workflow';
import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { mediaPath, type SimulatedTask } from '../../../support/simulator';
import { readFileSync } from 'node:fs';
import { credentialsFor, modelId, PROVIDER_NAMES } from '../../harness/providers';
import { retryDataOf, runNode, videoOf, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });
const FRAME = readFileSync(mediaPath('photo.png'));

async function run(
	provider: ProviderName,
	parameters: INodeParameters = {},
	more: Partial<RunOptions> = {},
) {
	return await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, provider),
		...more,
		parameters: {
			...{ provider, prompt: 'waves', options: { returnLastFrame: true } },
			...parameters,
		},
	});
}

/** Tasks that take a frame out of a video. */
const isFrameTask = ({ model }: SimulatedTask): boolean => /extract-frame|video-api/.test(model);
const frameTasks = () => sim.tasks.filter(isFrameTask);
const videoTasks = () => sim.tasks.filter((task) => !isFrameTask(task));

const ABLE = PROVIDER_NAMES.filter((name) => PROVIDER_INFOS[name].can.lastFrame);
const UNABLE = PROVIDER_NAMES.filter((name) => !ABLE.includes(name));
const BY_TASK = ['eachlabs', 'fal'] as const;

describe.each(ABLE)('%s', (provider) => {
	it('gives the video and its last frame', async () => {
		const { items, error } = await run(provider);
		expect(error).toBeUndefined();
		const [item] = items;
		expect(item.json).toMatchObject({ status: 'completed', warnings: [] });
		expect(item.json.lastFrameUrl).toMatch(/photo\.png$/);
		expect((await videoOf(item)).subarray(4, 8).toString()).toBe('ftyp');
		expect((await videoOf(item, 'lastFrame')).equals(FRAME)).toBe(true);
		expect(item.binary?.lastFrame).toMatchObject({ mimeType: 'image/png' });
		expect(sim.violations).toEqual([]);
	});

	it('gives its address alone where nothing is downloaded', async () => {
		const { items } = await run(provider, { downloadVideo: false });
		expect(items[0].json.lastFrameUrl).toMatch(/photo\.png$/);
		expect(items[0].binary).toBeUndefined();
	});

	it('says nothing of a frame that nobody has asked for', async () => {
		const { items } = await run(provider, { options: {} });
		expect(items[0].json).not.toHaveProperty('lastFrameUrl');
		expect(sim.bills).toHaveLength(1);
	});
});

describe.each(UNABLE)('%s', (provider) => {
	it('refuses before anything is paid, with the way round', async () => {
		const { error } = await run(provider);
		expect(error?.message).toContain('gives no last frames: turn off Return Last Frame');
		expect(error?.message).toContain('It can be had from APIYI, Eachlabs and fal');
		expect(error?.context?.data).toMatchObject({ category: 'invalid_input', submitted: false });
		expect(sim.requests.filter(({ kind }) => kind === 'submit')).toEqual([]);
	});
});

it('Sora at APIYI has no last frame', async () => {
	const { error } = await run('apiyi', { model: modelId('sora-2') });
	expect(error?.message).toContain('APIYI gives the last frame of Seedance models only');
	expect(sim.bills).toEqual([]);
});

it('the video is not to be where the frame goes', async () => {
	const { error } = await run('fal', {
		options: { returnLastFrame: true, outputField: 'lastFrame' },
	});
	expect(error?.message).toContain('choose another Output Field');
	expect(sim.bills).toEqual([]);
});

describe.each(BY_TASK)('the task that takes the frame out at %s', (provider) => {
	it('is given the video', async () => {
		await run(provider);
		const [{ input }] = frameTasks();
		const videoUrl = sim.videoUrl(videoTasks()[0].id);
		expect(input).toEqual(
			provider === 'fal'
				? { video_url: videoUrl, frame_type: 'last' }
				: {
						capability: 'stills',
						input_url: videoUrl,
						params: { position: 'last', format: 'png' },
					},
		);
	});

	it('is not for Submit Only, which says so before anything is paid', async () => {
		const { error } = await run(provider, { waitMode: 'submit' });
		expect(error?.message).toContain('choose Wait for the Video');
		expect(sim.bills).toEqual([]);
	});

	it('costs what is added to the cost of the video', async () => {
		const { items } = await run(provider);
		const alone = await run(provider, { options: {} });
		const [both, one] = [items[0].json.cost, alone.items[0].json.cost] as Array<{
			amount: number;
		}>;
		expect(both.amount).toBeGreaterThan(one.amount);
	});

	it('holds no video back where it fails', async () => {
		sim.script((task) => (isFrameTask(task as SimulatedTask) ? { outcome: 'failed' } : {}));
		const { items, error } = await run(provider);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ status: 'completed', lastFrameUrl: null });
		expect(items[0].json.warnings).toEqual([
			expect.stringContaining('The last frame could not be taken out of the video'),
		]);
		expect(items[0].binary).toHaveProperty('data');
		expect(items[0].binary).not.toHaveProperty('lastFrame');
	});

	it('is never paid twice where its answer is lost', async () => {
		sim.faults.add({
			...{ provider, on: 'submit', fault: 'resetAfterRead', times: 1 },
			match: ({ body, path }) => /extract-frame|stills/.test(path + JSON.stringify(body)),
		});
		const { items } = await run(provider);
		expect(frameTasks()).toHaveLength(1);
		expect(items[0].json.lastFrameUrl).toBeNull();
		expect(items[0].json.warnings).toHaveLength(1);
	});

	it('is picked up by a retry after a Stop, as the video is', async () => {
		sim.script((task) => (isFrameTask(task as SimulatedTask) ? { outcome: 'never' } : {}));
		const stopped = await run(
			provider,
			{},
			{
				onStart: (stop) => {
					const timer = setInterval(() => {
						if (frameTasks().length === 0) return;
						clearInterval(timer);
						setTimeout(stop, 20);
					}, 5);
				},
			},
		);
		sim.end(frameTasks()[0].id, {});
		const again = await run(provider, {}, { retryOf: retryDataOf(stopped.run) });
		expect(again.items[0].json.lastFrameUrl).toMatch(/photo\.png$/);
		expect(frameTasks()).toHaveLength(1);
		expect(videoTasks()).toHaveLength(1);
	});
});
