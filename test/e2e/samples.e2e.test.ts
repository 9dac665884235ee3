import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import { until } from '../../support/n8n/until';
import { itemsOf } from '../../support/n8n/api';
import { filesFolder } from '../../support/n8n/process';
import { mediaPath } from '../../support/simulator';
import { probe } from './stages/probe';
import { sampleWorkflow, setStage, type Stage } from './stages/stage';

/** The wait of the durable loop, twice, and some room. */
const LOOP_TIMEOUT_MS = 200_000;
const TRIGGER_TIMEOUT_MS = 150_000;

describe('the sample workflows, as the demo imports them', () => {
	let stage: Stage;
	/** Takes two minutes, so it runs beside the others. */
	let loopId: string;
	let isFoggy = false;

	beforeAll(async () => {
		stage = await setStage({ renderMs: 2_000 });
		stage.simulator.script(({ input: { prompt } }) => {
			// Longer than the loop's first wait.
			if (String(prompt).includes('Clouds race')) return { renderMs: 70_000 };
			const fails = isFoggy && String(prompt).includes('rice fields');
			return fails ? { outcome: 'failed', message: 'too foggy' } : undefined;
		});
		loopId = await stage.n8n.api.runManually(await load('durable-loop'), 'Start');
	});

	afterAll(async () => {
		await stage?.clear();
	});

	const load = async (file: string) =>
		await stage.n8n.api.createWorkflow(await sampleWorkflow(file));

	const playable = async (binaryId: string | undefined) => {
		const { videoCodec, audioCodec } = probe(await stage.n8n.api.binary(binaryId ?? ''));
		expect({ videoCodec, audioCodec }).toEqual({ videoCodec: 'h264', audioCodec: 'aac' });
	};

	it('prompts in a table become files', async () => {
		const { api, userFolder } = stage.n8n;
		const id = await api.runManually(await load('prompts-to-videos'), 'Start');
		const execution = await api.ended(id);
		expect(execution.data.resultData.error?.message).toBeUndefined();
		const files = readdirSync(filesFolder(userFolder));
		expect(files).toHaveLength(3);
		for (const file of files) {
			const { seconds } = probe(readFileSync(join(filesFolder(userFolder), file)));
			expect(seconds).toBeGreaterThan(1);
		}
	});

	it('a nightly batch shows what each clip cost, and alerts when the balance runs low', async () => {
		const { api } = stage.n8n;
		const id = await api.runManually(await load('nightly-batch'), 'Every night');
		const execution = await api.ended(id);
		const costs = itemsOf(execution, 'Table of costs').map(({ json }) => json.cost);
		expect(costs).toEqual([0.81, 0.81, 1.296]);
		expect(execution.data.resultData.error).toBeUndefined();
		expect(itemsOf(execution, 'Done')[0].json.balance).toEqual({ amount: 42.5, currency: 'USD' });
	});

	it('a prompt that fails leaves by the second output, and the others are written', async () => {
		const { api } = stage.n8n;
		isFoggy = true;
		const id = await api.runManually(await load('prompts-to-videos'), 'Start');
		const execution = await api.ended(id);
		isFoggy = false;
		expect(execution.status).toBe('success');
		const failed = itemsOf(execution, 'What failed');
		expect(failed.map(({ json }) => String(json.error))).toEqual([
			expect.stringContaining('too foggy'),
		]);
		expect(itemsOf(execution, 'Write the video')).toHaveLength(2);
	});

	it('a photo from a form becomes a video', async () => {
		const { api, url } = stage.n8n;
		const workflowId = await load('product-photo-to-video');
		await api.activate(workflowId);
		const { nodes } = await sampleWorkflow('product-photo-to-video');
		const webhookId = nodes.find(({ webhookId }) => webhookId)?.webhookId;
		const photo = readFileSync(mediaPath('photo.jpg'));
		const submit = async () => {
			const form = new FormData();
			form.append('field-0', new Blob([photo], { type: 'image/jpeg' }), 'cup.jpg');
			form.append('field-1', 'Steam rises from the cup');
			return await fetch(`${url}/form/${webhookId}`, { method: 'POST', body: form });
		};
		let response = await submit();
		// Activation goes on for a moment after n8n has confirmed it.
		for (let tries = 0; response.status === 404 && tries < 40; tries++) {
			await new Promise((done) => setTimeout(done, 250));
			response = await submit();
		}
		expect(response.status).toBe(200);
		const [latest] = await api.executions(workflowId);
		const execution = await api.ended(latest.id);
		expect(execution.data.resultData.error?.message).toBeUndefined();
		const [item] = itemsOf(execution, 'Sora Image to Video');
		await playable(item.binary?.data.id);
	});

	it('a first and a last frame become a video that begins and ends with them', async () => {
		const { api } = stage.n8n;
		const id = await api.runManually(await load('first-and-last-frame'), 'Start');
		const execution = await api.ended(id);
		expect(execution.data.resultData.error?.message).toBeUndefined();
		const [item] = itemsOf(execution, 'Sora Image to Video');
		await playable(item.binary?.data.id);
		const { input } = stage.simulator.bills.find(({ taskId }) => taskId === item.json.taskId) ?? {};
		const [first, last] = [input?.image, input?.last_image].map(String);
		expect([first, last]).toEqual([expect.stringMatching(/^http/), expect.stringMatching(/^http/)]);
		expect(first).not.toBe(last);
		expect(itemsOf(execution, 'Write the video')).toHaveLength(1);
	});

	it('clips that begin where the last one ends become one film', async () => {
		const { simulator, n8n } = stage;
		const { displayName, credentialType } = PROVIDER_INFOS.fal;
		await n8n.api.createCredential(`${displayName} (demo)`, credentialType, {
			apiKey: simulator.key('fal'),
			...simulator.baseUrls('fal'),
		});
		const id = await n8n.api.runManually(await load('longer-than-one-clip'), 'Start');
		const execution = await n8n.api.ended(id);
		expect(execution.data.resultData.error?.message).toBeUndefined();
		const bills = simulator.bills.filter(({ provider }) => provider === 'fal');
		const madeBy = (model: RegExp) => bills.filter((bill) => model.test(bill.model));
		const clips = madeBy(/seedance/).map(({ taskId }) => simulator.videoUrl(taskId));
		expect(clips).toHaveLength(3);
		expect(madeBy(/extract-frame/)).toHaveLength(3);
		expect(madeBy(/merge-videos/).map(({ input }) => input)).toEqual([{ video_urls: clips }]);
		expect(madeBy(/image-to-video/).map(({ input }) => String(input.image_url))).toEqual([
			expect.stringMatching(/^http/),
			expect.stringMatching(/^http/),
		]);
		await playable(itemsOf(execution, 'Join the clips')[0].binary?.data.id);
		expect(itemsOf(execution, 'Write the film')).toHaveLength(1);
	});

	it('a task submitted in one workflow starts another, once', async () => {
		const { api } = stage.n8n;
		const collectId = await load('collect-videos');
		await api.activate(collectId);
		await new Promise((done) => setTimeout(done, 4_000));
		const submitId = await load('submit-now');
		const submitted = await api.ended(await api.runManually(submitId, 'Start'));
		const [task] = itemsOf(submitted, 'Sora Text to Video');
		// Tasks of other samples that end meanwhile start it as well.
		const collected = async () => {
			const started = await api.executions(collectId);
			const executions = await Promise.all(started.map(async ({ id }) => await api.ended(id)));
			return executions
				.flatMap((execution) => itemsOf(execution, 'Use the video'))
				.filter(({ json }) => json.taskId === task.json.taskId);
		};
		const isCollected = async () => (await collected()).length > 0;
		await until('the task to start the workflow', isCollected, TRIGGER_TIMEOUT_MS, 1_000);
		const [item, ...others] = await collected();
		expect(others).toEqual([]);
		await playable(item.binary?.data.id);
		await api.deactivate(collectId);
	});

	it('a receiver of one’s own fetches a video once its signed callback has come, and sends forged ones away', async () => {
		const { n8n, simulator } = stage;
		const { api, url } = n8n;
		const workflowId = await load('own-callback-receiver');
		await api.activate(workflowId);
		await api.ended(await api.runManually(workflowId, 'Start'));
		const task = simulator.tasks.find(({ input }) => String(input.prompt).includes('kite'));
		const receiver = `${url.replace('127.0.0.1', 'localhost')}/webhook/video-done`;
		expect(task?.webhook?.url).toBe(receiver);
		const forged = await api.callWebhook('video-done', { id: task?.id });
		expect(forged.status).toBe(401);
		const received = await until(
			'the callback to be dealt with',
			async () => {
				const executions = await api.executions(workflowId);
				const ended = executions.filter(({ status }) => status === 'success');
				return ended.length === 3 && (await api.execution(ended[0].id));
			},
			30_000,
		);
		expect(itemsOf(received, 'Reject')).toEqual([]);
		const [item, ...others] = itemsOf(received, 'Use the video');
		expect([item.json.taskId, others]).toEqual([task?.id, []]);
		await playable(item.binary?.data.id);
		expect(simulator.deliveries.map(({ status }) => status)).toEqual([200]);
		const bills = simulator.bills.filter(({ taskId }) => taskId === task?.id);
		expect(bills).toHaveLength(1);
	});

	it(
		'the durable loop comes back to its task until it is done',
		async () => {
			const execution = await stage.n8n.api.ended(loopId, LOOP_TIMEOUT_MS);
			expect(execution.status).toBe('success');
			expect(execution.data.resultData.runData['Sora Get Result']).toHaveLength(2);
			const [item] = itemsOf(execution, 'Use the video');
			await playable(item.binary?.data.id);
		},
		LOOP_TIMEOUT_MS + 30_000,
	);
});
