import type { Browser, Page } from 'playwright-core';
import { until } from '../../support/n8n/until';
import { openBrowser, screenshot, signedInPage } from './stages/browser';
import { CREDENTIAL, sampleFiles, sampleWorkflow, setStage, type Stage } from './stages/stage';

const NODE = 'Sora Text to Video';
const RENDER_MS = 1_500;
/** What a browser knows of a video once it can show a picture of it (HTMLMediaElement.readyState). */
const HAVE_CURRENT_DATA = 2;

/** The part of HTMLVideoElement that is looked at. */
interface VideoElement {
	readyState: number;
	videoWidth: number;
	videoHeight: number;
	duration: number;
	currentTime: number;
}

describe("the nodes in n8n's editor", () => {
	let stage: Stage;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		stage = await setStage({ renderMs: RENDER_MS });
		browser = await openBrowser();
		page = await signedInPage(browser, stage.n8n.url);
	});

	afterAll(async () => {
		await browser?.close();
		await stage?.clear();
	});

	const canvasNode = (name: string) =>
		page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	const found = (displayName: string) =>
		page
			.getByTestId('node-creator-item-name')
			.filter({ hasText: new RegExp(`^\\s*${displayName}\\s*$`) });
	const parameter = (name: string) => page.getByTestId(`parameter-input-${name}`);

	const displayNames = async () =>
		await Promise.all(
			stage.n8n.nodeTypes.map(async (type) =>
				String((await stage.n8n.api.nodeDescription(type))?.displayName),
			),
		);

	it('finds every node by "Sora" in the node panel', async () => {
		await page.goto('/workflow/new');
		await page.getByTestId('canvas-plus-button').click();
		await page.getByTestId('node-creator-search-bar').fill('Sora');
		for (const displayName of await displayNames()) {
			// The panel leaves the word "Trigger" out, as it does for every trigger.
			await found(displayName.replace(/ Trigger$/, '')).waitFor();
		}
		await screenshot(page, 'node-panel');
	});

	it('adds one to the workflow and shows its parameters', async () => {
		await found(NODE).click();
		await page.getByRole('button', { name: 'Add to workflow' }).click();
		await page.getByTestId('ndv').waitFor();
		for (const name of ['provider', 'model', 'prompt', 'duration', 'aspectRatio', 'resolution']) {
			await parameter(name).first().waitFor();
		}
		await parameter('prompt').getByRole('textbox').fill('A lighthouse in the rain');
		await screenshot(page, 'node-parameters');
	});

	it("lists the provider's models and finds one by a word", async () => {
		await parameter('model').getByTestId('rlc-input').click();
		await page.getByTestId('rlc-search').fill('seedance');
		const items = page.getByTestId('rlc-item');
		// The first one is the node's own choice; the others come from the provider.
		await items.nth(1).waitFor();
		// The whole list stands there until n8n has asked with the word.
		await until(
			'nothing but models with the word',
			async () => (await items.allTextContents()).every((name) => /seedance/i.test(name)),
			20_000,
		);
		expect(stage.simulator.requests.some(({ kind }) => kind === 'models')).toBe(true);
		await screenshot(page, 'model-list');
		await page.keyboard.press('Escape');
	});

	it("asks for another provider's credential when the provider is switched", async () => {
		const chosen = page.getByTestId('node-credentials-select').locator('input');
		expect(await chosen.inputValue()).toBe(CREDENTIAL.name);
		await parameter('provider').click();
		await page.getByRole('option', { name: /^Eachlabs/ }).click();
		// There is none yet, so n8n offers to make one, and only that one.
		const offer = page.getByTestId('node-credentials-empty-state');
		await offer.waitFor();
		expect(await offer.allTextContents()).toEqual([expect.stringContaining('Eachlabs')]);
		expect(await chosen.count()).toBe(0);
	});

	it('opens the sample workflows without a warning', async () => {
		const { api } = stage.n8n;
		// The others first: the tests that follow go on with this one.
		const files = (await sampleFiles()).sort((a) => (a === 'prompts-to-videos' ? 1 : -1));
		for (const file of files) {
			const workflow = await sampleWorkflow(file);
			const credentials = workflow.nodes.flatMap((node) => Object.keys(node.credentials ?? {}));
			// Samples for other providers and for platforms name credentials that this stage does not have.
			if (credentials.some((type) => type !== CREDENTIAL.type)) continue;
			const id = await api.createWorkflow(workflow);
			await page.goto(`/workflow/${id}`, { waitUntil: 'commit' });
			const sora = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-sora.'));
			for (const { name } of sora) await canvasNode(name).waitFor();
			await page.getByTestId('sticky').waitFor();
			expect([file, await page.getByTestId('node-issues').count()]).toEqual([file, 0]);
			expect([file, await page.getByRole('alert').count()]).toEqual([file, 0]);
		}
		await screenshot(page, 'sample-workflow');
	}, 600_000);

	it('runs it, and each prompt becomes a video', async () => {
		await page.getByTestId('execute-workflow-button').click();
		for (const name of [NODE, 'Write the video']) {
			await canvasNode(name).getByTestId('canvas-node-status-success').waitFor({ timeout: 60_000 });
		}
		expect(stage.simulator.bills).toHaveLength(3);
		await screenshot(page, 'sample-workflow-done');
	});

	it('plays the video in the output panel', async () => {
		await canvasNode(NODE).dblclick();
		const output = page.getByTestId('output-panel');
		await output.getByTestId('radio-button-binary').click();
		await output.getByTestId('ndv-view-binary-data').first().click();
		const video = output.locator('video');
		await video.waitFor();
		const played = await video.evaluate(async (element: VideoElement, enough: number) => {
			for (let tries = 0; tries < 100 && element.readyState < enough; tries++) {
				await new Promise((done) => setTimeout(done, 100));
			}
			const { readyState, videoWidth, videoHeight, duration } = element;
			return { readyState, width: videoWidth, height: videoHeight, seconds: duration };
		}, HAVE_CURRENT_DATA);
		expect(played.readyState).toBeGreaterThanOrEqual(HAVE_CURRENT_DATA);
		expect(played.height).toBeGreaterThan(played.width);
		expect(played.seconds).toBeGreaterThan(1);
		await screenshot(page, 'video-in-n8n');
	});

	it('shows in a table what each clip of a night was expected to cost, and what it was charged', async () => {
		const id = await stage.n8n.api.createWorkflow(await sampleWorkflow('nightly-batch'));
		await page.goto(`/workflow/${id}`, { waitUntil: 'commit' });
		await page.getByTestId('execute-workflow-button').click();
		const costs = canvasNode('Table of costs');
		await costs.getByTestId('canvas-node-status-success').waitFor({ timeout: 60_000 });
		await costs.dblclick();
		const output = page.getByTestId('output-panel');
		await output.getByTestId('radio-button-table').click();
		const rows = output.locator('table tbody tr');
		await rows.nth(2).waitFor();
		expect((await rows.allTextContents()).map((row) => row.match(/0\.81|1\.296/g))).toEqual([
			['0.81', '0.81'],
			['0.81', '0.81'],
			['1.296', '1.296'],
		]);
		// Wide enough for all columns, and no higher than the table.
		await page.setViewportSize({ width: 2560, height: 420 });
		await screenshot(output, 'costs-table');
	});
});
