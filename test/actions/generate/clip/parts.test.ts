import '../../../faults/shortTimes';
import { fal } from '../../../../nodes/Sora/providers/fal';
import { isObject } from '../../../../nodes/Sora/shared/json';
import { useSimulator } from '../../../harness/simulator';
import { CLIP_BYTES, clipInMemory, clipNodeAt, storedClip } from './clipRuns';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 20 });
const PART_BYTES = Math.ceil(CLIP_BYTES.length / 3.5);
const PARTS = Math.ceil(CLIP_BYTES.length / PART_BYTES);

beforeEach(() => {
	const parts = fal.upload?.parts;
	if (!parts) throw new Error('fal takes files in parts');
	jest.replaceProperty(parts, 'partBytes', PART_BYTES);
	jest
		.spyOn(parts, 'take')
		.mockImplementation((bytes) => bytes.constructor !== Buffer && isObject(bytes));
});
afterEach(() => jest.restoreAllMocks());

const extend = async (...args: Parameters<ReturnType<typeof clipNodeAt>>) =>
	await clipNodeAt(sim)(...args);

const uploads = () => sim.requests.filter(({ kind }) => kind === 'upload');

async function uploadedBytes(): Promise<Buffer> {
	const { video_url: url } = sim.tasks[0].input;
	return Buffer.from(await (await fetch(String(url))).arrayBuffer());
}

describe('a large clip for fal', () => {
	it.each([
		['stored by n8n', async () => await storedClip()],
		['in memory', async () => await Promise.resolve(clipInMemory())],
	])('goes up in parts, byte for byte: %s', async (_, item) => {
		const { error } = await extend('fal', [await item()], { downloadVideo: false });
		expect(error).toBeUndefined();
		expect((await uploadedBytes()).equals(CLIP_BYTES)).toBe(true);
		expect(uploads().map(({ method }) => method)).toEqual([
			'POST',
			...Array<string>(PARTS).fill('PUT'),
			'POST',
		]);
	});
	it.each([
		['status502', 'PUT', PARTS + 1, 2],
		['resetAfterRead', 'PUT', PARTS + 1, 2],
		['status502', 'POST', PARTS, 3],
	] as const)('sends the part again after %s of a %s', async (fault, method, puts, posts) => {
		const rule = { provider: 'fal', on: 'upload', fault, times: 1 } as const;
		sim.faults.add({ ...rule, match: (call) => call.method === method && call.host === 'cdn' });
		const { error } = await extend('fal', [await storedClip()], { downloadVideo: false });
		expect(error).toBeUndefined();
		expect((await uploadedBytes()).equals(CLIP_BYTES)).toBe(true);
		const sent = (wanted: string) => uploads().filter((call) => call.method === wanted).length;
		expect([sent('PUT'), sent('POST')]).toEqual([puts, posts]);
		expect(sim.bills).toHaveLength(1);
	});

	it.each([
		['is refused', { status: 403, body: 'no' }],
		['is not confirmed', { status: 200, body: {} }],
	])('whose part %s is not paid', async (_, response) => {
		const rule = { provider: 'fal', on: 'upload', fault: 'response', times: Infinity } as const;
		sim.faults.add({ ...rule, response, match: ({ method }) => method === 'PUT' });
		const { error } = await extend('fal', [await storedClip()], { options: { waitTimeout: 5 } });
		expect(error?.message).toContain('The video could not be uploaded');
		expect(error?.context?.data).toMatchObject({ submitted: false, taskId: null });
		expect(sim.bills).toEqual([]);
	});

	it("takes the key to fal's own hosts alone", async () => {
		await extend('fal', [await storedClip()], { downloadVideo: false });
		const keyed = uploads().map(({ host, hasKey }) => [host, hasKey]);
		expect(keyed[0]).toEqual(['api', true]);
		expect(keyed.slice(1)).toEqual(Array(PARTS + 1).fill(['cdn', false]));
	});
});
