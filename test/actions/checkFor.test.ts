import type { INodeParameters } from 'n8n-workflow';
import { runNode } from '../harness/harness';
import { useSimulator } from '../harness/simulator';
import { useAccount } from '../trigger/account';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });
const account = useAccount();

async function tried(
	node: 'soraTextToVideo' | 'soraVideoToVideo' | 'soraGetResult',
	parameters: INodeParameters,
	options: INodeParameters,
) {
	return await runNode({
		node,
		items: [{ json: {} }],
		credentials: {
			waveSpeedApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('waveSpeed'), webhookSecret: '' },
		},
		parameters: { ...parameters, options },
	});
}

async function run(...asked: Parameters<typeof tried>) {
	const result = await tried(...asked);
	expect(result.error).toBeUndefined();
	return result.items[0].json;
}

const wide = { prompt: 'waves', aspectRatio: '16:9' };
const WIDE = 'A ratio of 1.78 (width to height): YouTube Shorts takes at most 1.';

describe('Check For', () => {
	it('is nothing that anybody notices where it is not set, or where the video is fit', async () => {
		const tall = { prompt: 'waves', aspectRatio: '9:16' };
		expect((await run('soraTextToVideo', tall, {})).warnings).toEqual([]);
		const all = ['instagramReel', 'linkedIn', 'tikTok', 'x', 'youTubeShort'];
		expect((await run('soraTextToVideo', tall, { checkFor: all })).warnings).toEqual([]);
	});

	it('looks into the file, and says a thing once that was asked for already', async () => {
		const json = await run('soraTextToVideo', wide, { checkFor: ['youTubeShort', 'x'] });
		expect(json.warnings).toEqual([WIDE]);
	});

	it('takes text, as a sheet has it', async () => {
		const json = await run('soraTextToVideo', wide, { checkFor: 'YouTube Short, tiktok' });
		expect(json.warnings).toEqual([WIDE]);
	});

	it('refuses a platform that nobody knows, before anything is paid', async () => {
		const { error } = await tried('soraTextToVideo', wide, { checkFor: 'Facebook' });
		expect(error?.message).toMatch(
			/Check For must name Instagram Reel, .* or YouTube Short, not "Facebook"/,
		);
		expect(sim.bills).toEqual([]);
	});

	it('says what the request alone decides where the task is only submitted', async () => {
		const submitted = { ...wide, waitMode: 'submit' };
		const json = await run('soraTextToVideo', submitted, { checkFor: ['youTubeShort'] });
		expect(json.warnings).toEqual([`Asked for a${WIDE.slice(1)}`]);
	});

	it('does not take the seconds that a clip is made longer by for its length', async () => {
		const more = { prompt: 'waves', duration: 2, waitMode: 'submit' };
		const clip = { videoSource: 'url', videoUrl: 'http://127.0.0.1:9/clip.mp4' };
		const model = { __rl: true, mode: 'id', value: 'alibaba/wan-3.0/video-extend' };
		const json = await run(
			'soraVideoToVideo',
			{ ...more, ...clip, model },
			{ checkFor: 'LinkedIn' },
		);
		expect(json.warnings).toEqual([]);
	});

	it('says that it has no file to look into', async () => {
		const json = await run(
			'soraTextToVideo',
			{ prompt: 'waves', downloadVideo: false },
			{ checkFor: ['tikTok'] },
		);
		expect(json.warnings).toEqual([
			'The video was not checked for TikTok, because it was not downloaded: turn on Download Video.',
		]);
	});

	it('is told in Sora Get Result', async () => {
		const { taskId } = await run('soraTextToVideo', { ...wide, waitMode: 'submit' }, {});
		const json = await run(
			'soraGetResult',
			{ taskId: String(taskId) },
			{ checkFor: ['youTubeShort'] },
		);
		expect(json.warnings).toEqual([WIDE]);
	});

	it('is told by Sora Trigger', async () => {
		const trigger = account.triggerOf('waveSpeed', { options: { checkFor: ['youTubeShort'] } });
		await trigger.poll();
		account.add('waveSpeed', {
			at: Date.now(),
			input: { prompt: 'waves', aspect_ratio: '16:9' },
			plan: { renderMs: 1 },
		});
		await trigger.poll();
		expect(trigger.items.map(({ json }) => json.warnings)).toEqual([[WIDE]]);
	});
});
