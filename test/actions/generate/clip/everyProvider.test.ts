import '../../../faults/shortTimes';
import type { ProviderName } from '../../../../nodes/Sora/models/model';
import { PROVIDERS } from '../../../../nodes/Sora/providers';
import { defaultModelId } from '../../../../nodes/Sora/providers/findModel';
import { videoOf } from '../../../harness/harness';
import { PROVIDER_NAMES } from '../../../harness/providers';
import { useSimulator } from '../../../harness/simulator';
import { CLIP_BYTES, clipInMemory, clipNodeAt, storedClip } from './clipRuns';

const sim = useSimulator({ renderMs: 50 });
const extend = async (...args: Parameters<ReturnType<typeof clipNodeAt>>) =>
	await clipNodeAt(sim)(...args);

/** Where the provider may find a file, and we find none. */
const ADDRESS = 'http://127.0.0.1:9/clip.mp4';

const takes = (source: 'file' | 'address' | 'task') =>
	PROVIDER_NAMES.filter((name) => PROVIDERS[name].clips.from.includes(source));

/** What each provider was sent as its clip. */
const SENT: Readonly<Record<ProviderName, (clip: unknown) => object>> = {
	waveSpeed: (clip) => ({ video: clip }),
	apiyi: (clip) => ({
		content: [
			{ type: 'text', text: 'The boat goes on' },
			{ type: 'video_url', video_url: { url: clip }, role: 'reference_video' },
		],
		ratio: 'adaptive',
	}),
	eachlabs: (clip) => ({ video_url: clip }),
	fal: (clip) => ({ video_url: clip }),
	openRouter: (clip) => ({ input_references: [{ type: 'video_url', video_url: { url: clip } }] }),
	openAiCompatible: () => ({}),
};

/** The bytes at an address of the simulator. */
async function bytesAt(url: unknown): Promise<Buffer> {
	return Buffer.from(await (await fetch(String(url))).arrayBuffer());
}

describe.each(takes('file'))('%s takes a file', (provider) => {
	it.each([
		['that n8n has stored', storedClip],
		['that n8n keeps in memory', async () => await Promise.resolve(clipInMemory())],
	])('%s, and makes a video of it', async (_where, item) => {
		const result = await extend(provider, [await item()]);
		expect(result.error).toBeUndefined();
		expect(result.items[0].json).toMatchObject({
			status: 'completed',
			provider,
			model: defaultModelId(provider, 'video'),
		});
		expect((await videoOf(result.items[0])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills).toHaveLength(1);
		expect(sim.violations).toEqual([]);
		const { input } = sim.tasks[0];
		if (provider === 'openAiCompatible') {
			expect(input.video).toMatchObject({ mimeType: 'video/mp4', size: CLIP_BYTES.length });
			return;
		}
		const sent = input.video ?? input.video_url;
		expect(input).toMatchObject(SENT[provider](sent));
		expect((await bytesAt(sent)).equals(CLIP_BYTES)).toBe(true);
	});

	it('that two items share, and sends it once', async () => {
		if (!PROVIDERS[provider].upload) return;
		const item = await storedClip();
		const { items } = await extend(provider, [item, item], { waitMode: 'submit' });
		expect(items).toHaveLength(2);
		expect(sim.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
	});

	it('but nothing that is no video', async () => {
		const { error } = await extend(provider, [await storedClip(Buffer.from('a text file'))]);
		expect(error?.message).toContain('The file is not a video.');
		expect(sim.requests).toEqual([]);
	});
});

describe.each(takes('address'))('%s takes an address', (provider) => {
	it('as it is', async () => {
		const result = await extend(provider, [{ json: {} }], {
			videoSource: 'url',
			videoUrl: ADDRESS,
			waitMode: 'submit',
		});
		expect(result.error).toBeUndefined();
		expect(sim.tasks[0].input).toMatchObject(SENT[provider](ADDRESS));
	});
});

describe.each(takes('task'))('%s takes one of its own tasks', (provider) => {
	it.each(['by its ID', 'by an address that only the key opens'])('%s', async (how) => {
		const { id } = sim.addTask({ provider, model: 'acme/clip-1', input: { prompt: 'waves' } });
		const videoUrl = how === 'by its ID' ? id : `${sim.baseUrl(provider)}/videos/${id}/content`;
		const parameters = { videoSource: 'url', videoUrl, waitMode: 'submit' };
		const result = await extend(provider, [{ json: {} }], parameters);
		expect(result.error).toBeUndefined();
		const [submit] = sim.requests.filter(({ kind }) => kind === 'submit');
		const expected = provider === 'openRouter' ? { previous_job_id: id } : { video: { id } };
		expect(submit.body).toMatchObject(expected);
	});
});

describe('where a provider does not take what the user has', () => {
	it.each(PROVIDER_NAMES.filter((name) => !PROVIDERS[name].clips.from.includes('file')))(
		'%s says what to do instead of a file, before anything is sent',
		async (provider) => {
			const { error } = await extend(provider, [await storedClip()]);
			expect(error?.message).toContain('takes no video files: set Video Source to URL');
			expect(error?.context?.data).toMatchObject({ category: 'invalid_input', submitted: false });
			expect(sim.requests).toEqual([]);
		},
	);

	it('a host that fetches nothing says so', async () => {
		const parameters = { videoSource: 'url', videoUrl: ADDRESS };
		const { error } = await extend('openAiCompatible', [{ json: {} }], parameters);
		expect(error?.message).toContain('set Video Source to Binary Field');
		expect(sim.requests).toEqual([]);
	});

	it.each([
		['waveSpeed', 'acme/clip-1/text-to-video'],
		['eachlabs', 'acme-clip-1-image-to-video'],
	] as const)('%s: a model that has no input for a clip is not billed', async (provider, model) => {
		const { error } = await extend(provider, [await storedClip()], {
			model: { __rl: true, mode: 'id', value: model },
			...{ duration: 3, resolution: 'auto' },
		});
		expect(error?.message).toMatch(/has no way to give .* a video: choose .+ or .+/);
		expect(sim.bills).toEqual([]);
		expect(sim.requests.filter(({ kind }) => kind === 'upload')).toEqual([]);
	});

	it('APIYI names models that take clips', async () => {
		const parameters = { model: { __rl: true, mode: 'id', value: 'veo-3.1' } };
		const { error } = await extend('apiyi', [{ json: {} }], {
			...parameters,
			videoSource: 'url',
			videoUrl: ADDRESS,
		});
		expect(error?.message).toContain('choose doubao-seedance-2-0-fast-260128 or');
	});
});

describe('a host that speaks the OpenAI Videos API', () => {
	it('changes the clip where no length is asked for', async () => {
		await extend('openAiCompatible', [await storedClip()], { duration: 0, waitMode: 'submit' });
		const [{ path }] = sim.requests.filter(({ kind }) => kind === 'submit');
		expect(path).toMatch(/\/videos\/edits$/);
	});

	it('makes it longer by the length that is asked for', async () => {
		await extend('openAiCompatible', [await storedClip()], { duration: 6, waitMode: 'submit' });
		const [{ path, body }] = sim.requests.filter(({ kind }) => kind === 'submit');
		expect(path).toMatch(/\/videos\/extensions$/);
		expect(body).toMatchObject({ fields: { seconds: '6', prompt: 'The boat goes on' } });
	});
});

describe('models that join videos', () => {
	const addresses = ['http://127.0.0.1:9/1.mp4?sig=a,b', 'http://127.0.0.1:9/2.mp4'];

	it.each([
		['fal', 'fal-ai/ffmpeg-api/merge-videos'],
		['eachlabs', 'merge-videos'],
	] as const)('%s: take several addresses and no prompt', async (provider, model) => {
		const result = await extend(provider, [{ json: {} }], {
			model: { __rl: true, mode: 'id', value: model },
			prompt: '',
			videoSource: 'url',
			videoUrl: addresses.join(', '),
			waitMode: 'submit',
		});
		expect(result.error).toBeUndefined();
		expect(result.items[0].json.warnings).toEqual([]);
		expect(sim.tasks[0].input).toEqual({ video_urls: addresses });
	});

	it('and no other model does', async () => {
		const { error } = await extend('fal', [{ json: {} }], {
			videoSource: 'url',
			videoUrl: addresses.join('\n'),
		});
		expect(error?.message).toContain('PixVerse V6 Extend takes one video, not 2');
		expect(sim.requests).toEqual([]);
	});
});
