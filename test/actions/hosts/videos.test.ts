import '../../faults/shortTimes';
import { videoOf } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';
import { atHost, HOSTS, PHOTO } from './host';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 20 });
const { text, image, get } = atHost(sim);

const WORDS_OF_A_CANCEL = {
	ends: 'was asked to cancel the task, and agreed.',
	removes: 'The task continues, because this host would render it to its end',
};

describe.each(HOSTS)('%s', (_, name, host) => {
	beforeEach(() => (sim.manner.host = name));

	const beginsAs = (bytes: Buffer) =>
		host.videoType ? bytes.subarray(8, 12).toString() : bytes.subarray(4, 8).toString();

	it('turns a prompt into a video, and bills it once', async () => {
		const { items, error } = await text();

		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ status: 'completed', durationSeconds: 4, warnings: [] });
		expect(items[0].json.taskId).toBe(sim.tasks[0].id);
		expect(items[0].json).not.toHaveProperty('error');
		expect(beginsAs(await videoOf(items[0]))).toBe(host.videoType ? 'AVI ' : 'ftyp');
		expect(items[0].binary?.data.fileExtension).toBe(host.videoType ? 'avi' : 'mp4');
		expect(sim.bills.length).toBe(1);
		expect(sim.violations).toEqual([]);
	});

	it('gets the seconds as it reads them', async () => {
		await text({ duration: 6 });
		expect(String(sim.bills[0].input.seconds)).toBe('6');
	});

	it('gets the image with every byte', async () => {
		const { items, error } = await image();
		const { input_reference: sent } = sim.bills[0].input;

		expect(error).toBeUndefined();
		expect(items[0].json.status).toBe('completed');
		if (host.image === 'ignored') expect(sent).toBeUndefined();
		else if (host.reads.includes('multipart')) expect(sent).toEqual({ size: PHOTO.length });
		else expect(sent).toBe(`data:image/jpeg;base64,${PHOTO.toString('base64')}`);
	});

	it('says in its own words why a task has failed', async () => {
		sim.script(() => ({ outcome: 'failed', message: 'CUDA out of memory' }));
		const { error } = await text();

		expect(error?.message).toContain('CUDA out of memory');
		expect(error?.message).toContain(sim.tasks[0].id);
		expect(error?.context?.data).toMatchObject({
			taskId: sim.tasks[0].id,
			category: 'provider',
			status: 'failed',
			submitted: true,
		});
	});

	it('says in its own words that a task is rejected', async () => {
		const message = 'Your request was rejected by the safety system.';
		sim.script(() => ({ outcome: 'failed', message }));
		const { error } = await text();

		expect(error?.context?.data).toMatchObject({ category: 'moderation', submitted: true });
		expect(error?.message).toContain(message);
	});

	if (host.content !== 'none') {
		it('is asked again for a file that is not ready though the task is', async () => {
			const facts = { status: 'in_progress' } as Parameters<typeof host.contentNotReady>[0];
			const { status, headers, body } = host.contentNotReady(facts);
			const response = { status, headers, body: JSON.parse(String(body)) as unknown };
			sim.faults.add({ on: 'download', fault: 'response', times: 2, response });
			const { items, error } = await text();

			expect(error).toBeUndefined();
			expect(beginsAs(await videoOf(items[0]))).toBe(host.videoType ? 'AVI ' : 'ftyp');
			expect(sim.bills.length).toBe(1);
		});
	}

	if (host.content === 'none') {
		it.each(['string', 'object'] as const)('brings the video at once, as %s', async (outputAs) => {
			sim.script(() => ({ outputAs }));
			const { items } = await text();
			expect(beginsAs(await videoOf(items[0]))).toBe('ftyp');
			expect(items[0].json.videoUrl === null).toBe(outputAs === 'object');
		});
	} else {
		it('shows a task by the ID of its submit', async () => {
			const { items } = await text({ waitMode: 'submit' });
			const taskId = String(items[0].json.taskId);
			const got = await get(taskId);

			expect(got.error).toBeUndefined();
			expect(got.items[0].json).toMatchObject({ taskId, status: 'completed' });
			expect(beginsAs(await videoOf(got.items[0]))).toBe(host.videoType ? 'AVI ' : 'ftyp');
		});

		it('says that it does not know a task', async () => {
			const { error } = await get('video_nobody_knows', { waitTimeout: 20 });
			expect(error?.message).toMatch(/not[_ ]?(found|exist)/i);
			expect(error?.context?.data).toMatchObject({ taskId: 'video_nobody_knows' });
		});

		it('is asked to cancel what is not done in time, where it can', async () => {
			sim.script(() => ({ outcome: 'never' }));
			const { error } = await text({}, { waitTimeout: 10, cancelOnTimeout: true });

			expect(error?.message).toContain(sim.tasks[0].id);
			const words = host.cancel ? WORDS_OF_A_CANCEL[host.cancel.what] : "can't cancel tasks";
			expect(error?.message).toContain(words);
			const isStopped = sim.tasks[0].plan.outcome === 'cancelled';
			expect(isStopped).toBe(host.cancel?.what === 'ends');
			expect(sim.tasks[0].deleted).toBe(isStopped);
		});
	}

	it('says that the key is wrong', async () => {
		sim.faults.add({ on: 'submit', fault: 'status401', times: Infinity });
		const { error } = await text();
		expect(error?.context?.data).toMatchObject({ category: 'auth', submitted: false });
	});
});
