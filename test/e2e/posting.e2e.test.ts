import type { Browser, Page } from 'playwright-core';
import { itemsOf, type ExecutionWithData } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { openBrowser } from './stages/browser';
import { setUpCalendar } from './stages/calendar';
import { REEL_LINK } from './stages/platforms/instagram';
import { VIDEO_ID } from './stages/platforms/youtube';
import { PUBLIC_ORIGIN, setPostingStage, type PostingStage } from './stages/postingStage';
import { probe } from './stages/probe';
import { sampleFiles, sampleWorkflow } from './stages/stage';

/** Two chunks of 10 MB, the second one with the rest. */
const BIG_BYTES = 23_456_789;

describe('the samples that post, as the demo imports them', () => {
	let stage: PostingStage;
	let browser: Browser;

	beforeAll(async () => {
		[stage, browser] = await Promise.all([setPostingStage(), openBrowser()]);
	});

	afterEach(() => {
		stage.simulator.script(() => undefined);
		expect(stage.mistakes()).toEqual([]);
	});

	afterAll(async () => {
		await browser?.close();
		await stage?.clear();
	});

	const expectDone = ({ status, data }: ExecutionWithData) =>
		expect([status, data.resultData.error?.message]).toEqual(['success', undefined]);

	it('all samples are of nodes that this n8n knows', async () => {
		for (const file of await sampleFiles()) {
			for (const { type, typeVersion } of (await sampleWorkflow(file)).nodes) {
				const description = await stage.n8n.api.nodeDescription(type, typeVersion);
				expect([file, type, [description?.version].flat()]).toEqual([
					file,
					type,
					expect.arrayContaining([typeVersion]),
				]);
			}
		}
	});

	it('Instagram fetches a Reel, and it is published once', async () => {
		const execution = await stage.run(await stage.load('instagram-reel'));
		expectDone(execution);
		expect(itemsOf(execution, 'Link to the post')[0].json.permalink).toBe(REEL_LINK);
		expect(stage.instagram.published).toEqual(['Good morning! #coffee']);
	});

	it('nothing is posted where the video has no public URL, and the error says why', async () => {
		const calls = stage.instagram.calls.length;
		const edits = { '"duration": 5': '"downloadVideo": false' };
		const execution = await stage.run(await stage.load('instagram-reel', edits));
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.error?.message).toContain('There is no public URL');
		expect(stage.instagram.calls).toHaveLength(calls);
	});

	it('TikTok gets a video in chunks, in their order', async () => {
		const big = stage.simulator.bigVideo(BIG_BYTES);
		stage.simulator.script(() => ({ video: big }));
		const execution = await stage.run(await stage.load('tiktok-upload'));
		expectDone(execution);
		expect(itemsOf(execution, 'Ready to post')).toHaveLength(1);
		const video = Buffer.concat([...big.bytes(0, big.length)]);
		expect(stage.tiktok.uploaded.map((uploaded) => uploaded.equals(video))).toEqual([true]);
		expect(stage.tiktok.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
	});

	it('YouTube gets a private Short from its own node', async () => {
		const execution = await stage.run(await stage.load('youtube-short'));
		expectDone(execution);
		const [link] = itemsOf(execution, 'Link to the post');
		expect(link.json.link).toBe(`https://www.youtube.com/shorts/${VIDEO_ID}`);
		const [{ snippet, status, bytes }] = stage.youTube.videos;
		expect(snippet.title).toBe('Above the fog');
		expect(status.privacyStatus).toBe('private');
		const { height, width } = probe(bytes);
		expect(height).toBeGreaterThan(width);
	});

	it('another provider is asked only where the first one bills nothing', async () => {
		const { simulator } = stage;
		const refusal = { code: 402, message: 'Insufficient credits. Please top up your account' };
		simulator.script(({ provider, input }) => {
			if (provider !== 'waveSpeed') return undefined;
			const prompt = String(input.prompt);
			if (prompt.includes('kite')) return { refuse: { status: 402, json: refusal } };
			return prompt.includes('Snow') ? { outcome: 'failed', message: 'render crashed' } : undefined;
		});
		const before = simulator.bills.length;
		const execution = await stage.run(await stage.load('another-provider'));
		expectDone(execution);
		const providers = execution.data.resultData.runData['Use the video'].flatMap(
			({ data }) => data?.main[0]?.map(({ json }) => json.provider) ?? [],
		);
		expect(providers.sort()).toEqual(['eachlabs', 'waveSpeed']);
		const [undecided] = itemsOf(execution, 'A person decides');
		expect(undecided.json.details).toMatchObject({ category: 'provider', submitted: true });
		const billed = simulator.bills.slice(before).map(({ input }) => String(input.prompt));
		expect(new Set(billed).size).toBe(billed.length);
	});

	it('the calendar makes each row once, and gets links and costs back', async () => {
		const { api } = stage.n8n;
		const { workflow, rows } = await setUpCalendar(api);
		const workflowId = await api.createWorkflow(workflow);
		stage.simulator.script(({ input: { prompt } }) =>
			String(prompt).includes('Bread') ? { outcome: 'failed', message: 'too crisp' } : undefined,
		);
		const execution = await stage.run(workflowId, 'Every morning');
		expectDone(execution);
		const [ready, failed] = await rows();
		const [{ json }] = itemsOf(execution, 'Sora Get Result');
		expect(ready).toMatchObject({ status: 'ready', link: json.videoUrl, taskId: json.taskId });
		expect(ready).toMatchObject({ cost: 0.81, currency: 'USD' });
		expect(failed).toMatchObject({ status: 'failed', note: expect.stringContaining('too crisp') });
		const bills = stage.simulator.bills.length;
		expectDone(await stage.run(workflowId, 'Every morning'));
		expect(stage.simulator.bills).toHaveLength(bills);
	});

	/** Everything that n8n names by its public address is fetched from where it is. */
	const visitor = async (): Promise<Page> => {
		const page = await (await browser.newContext()).newPage();
		await page.route(`${PUBLIC_ORIGIN}/**`, async (route) => {
			const response = await route.fetch({ url: stage.local(route.request().url()) });
			await route.fulfill({ response });
		});
		return page;
	};

	it('a person has a clip made again with a remark, and approves the second one', async () => {
		const { api } = stage.n8n;
		const workflowId = await stage.load('approve-before-you-post');
		const { nodes } = await sampleWorkflow('approve-before-you-post');
		await api.activate(workflowId);
		const page = await visitor();
		const form = `${PUBLIC_ORIGIN}/form/${nodes.find(({ name }) => name === 'What should it show?')?.webhookId}`;
		await until('the form', async () => (await page.goto(form))?.ok(), 20_000);
		const submit = async () => await page.locator('#submit-btn').click();
		const clip = async () => await page.locator('video source').getAttribute('src');
		await page.locator('textarea').fill('A cat on a roof');
		await submit();
		await page.locator('select').selectOption('Make it again');
		const first = await clip();
		await page.locator('textarea').fill('at night');
		await submit();
		await page.locator(`video source:not([src="${first}"])`).waitFor({ state: 'attached' });
		const second = await fetch(stage.local((await clip()) ?? ''));
		expect(second.headers.get('content-type')).toBe('video/mp4');
		await page.locator('select').selectOption('Post it');
		await submit();
		await page.getByText('Posted').first().waitFor();
		const [{ id }] = await api.executions(workflowId);
		const execution = await api.ended(id);
		expectDone(execution);
		expect(itemsOf(execution, 'Post it here')[0].json).toMatchObject({ status: 'completed' });
		const prompts = stage.simulator.bills.map(({ input }) => String(input.prompt));
		const ofCat = prompts.filter((prompt) => prompt.includes('cat'));
		expect(ofCat).toEqual(['A cat on a roof', 'A cat on a roof. at night']);
	});
});
