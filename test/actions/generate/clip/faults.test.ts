import '../../../faults/shortTimes';
import { PROVIDERS } from '../../../../nodes/Sora/providers';
import { PROVIDER_NAMES } from '../../../harness/providers';
import { retryDataOf } from '../../../harness/harness';
import { useSimulator } from '../../../harness/simulator';
import { CLIP_BYTES, clipNodeAt, storedClip } from './clipRuns';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 20 });
const extend = async (...args: Parameters<ReturnType<typeof clipNodeAt>>) =>
	await clipNodeAt(sim)(...args);

const UPLOADING = PROVIDER_NAMES.filter(
	(name) => PROVIDERS[name].upload && PROVIDERS[name].clips.from.includes('file'),
);
const SENDING = PROVIDER_NAMES.filter((name) => PROVIDERS[name].clips.from.includes('file'));

async function uploadedBytes(): Promise<Buffer> {
	const { video, video_url: url } = sim.tasks[0].input;
	return Buffer.from(await (await fetch(String(video ?? url))).arrayBuffer());
}

describe.each(UPLOADING)('the upload to %s', (provider) => {
	it.each([
		['status502', 'POST'],
		['status502', 'PUT'],
		['resetAfterRead', 'PUT'],
	] as const)('is tried again after %s of a %s, with the whole file', async (fault, method) => {
		const rule = { provider, on: 'upload', fault, times: 1 } as const;
		sim.faults.add({ ...rule, match: (request) => request.method === method });
		const { error } = await extend(provider, [await storedClip()], { downloadVideo: false });
		expect(error).toBeUndefined();
		expect((await uploadedBytes()).equals(CLIP_BYTES)).toBe(true);
		expect(sim.bills).toHaveLength(1);
	});

	it('that is refused is not paid, and says what it was', async () => {
		sim.faults.add({ provider, on: 'upload', fault: 'status401', times: Infinity });
		const { error } = await extend(provider, [await storedClip()]);
		expect(error?.message).toContain('The video could not be uploaded');
		expect(error?.context?.data).toMatchObject({ submitted: false, taskId: null });
		expect(sim.bills).toEqual([]);
	});
});

describe.each(SENDING)('a submit to %s whose answer is lost', (provider) => {
	it('is never sent again, also not by a retry', async () => {
		sim.faults.add({ provider, on: 'submit', fault: 'resetAfterRead', times: 1 });
		const options = { options: { waitTimeout: 5 }, downloadVideo: false };
		const item = await storedClip();
		const first = await extend(provider, [item], options);
		await extend(provider, [item], options, { retryOf: retryDataOf(first.run) });
		expect(sim.bills).toHaveLength(1);
		// Neither prompts nor images would tell whose it is.
		expect(first.error?.message ?? '').not.toMatch(/does not show (prompts|images)/);
	});
});

describe.each(SENDING)('a clip for %s', (provider) => {
	it('is sent whole once more where the submit is refused for now', async () => {
		sim.faults.add({ provider, on: 'submit', fault: 'status429', times: 1, retryAfterSeconds: 1 });
		const { error } = await extend(provider, [await storedClip()], { downloadVideo: false });
		expect(error).toBeUndefined();
		expect(sim.bills).toHaveLength(1);
		if (PROVIDERS[provider].upload) {
			expect((await uploadedBytes()).equals(CLIP_BYTES)).toBe(true);
		} else {
			expect(sim.tasks[0].input.video).toMatchObject({ size: CLIP_BYTES.length });
		}
	});

	it('stays where it is if the run would cost more than Max Cost, or nobody knows', async () => {
		const options = { options: { maxCost: 0.001 } };
		const { error } = await extend(provider, [await storedClip()], options);
		expect(error?.message).toMatch(/Max Cost/);
		const kinds = new Set(sim.requests.map(({ kind }) => kind));
		expect([kinds.has('upload'), kinds.has('submit')]).toEqual([false, false]);
	});

	it('is not paid where Stop comes while it is on its way', async () => {
		const on = PROVIDERS[provider].upload ? 'upload' : 'submit';
		sim.faults.add({ provider, on, fault: 'resetBeforeRead', times: 1 });
		await extend(
			provider,
			[await storedClip()],
			{},
			{
				onStart: (stop) => {
					const timer = setInterval(() => {
						if (!sim.requests.some(({ kind }) => kind === on)) return;
						clearInterval(timer);
						stop();
					}, 5);
				},
			},
		);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(sim.bills).toEqual([]);
	});
});
