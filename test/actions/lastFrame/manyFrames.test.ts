/** Last frames of many videos, on their way into n8n's store. */

import { readFileSync } from 'node:fs';
import { withLastFrames } from '../../../nodes/Sora/actions/lastFrame/lastFrames';
import type { Http, Ports, StreamResult } from '../../../nodes/Sora/engine/ports';
import { toVideoTask } from '../../../nodes/Sora/providers/video';
import { PROVIDERS } from '../../../nodes/Sora/providers';
import { mediaPath } from '../../../support/simulator';
import { file, responseOf } from '../../engine/fakeFile';
import { done } from '../../engine/outcomes';
import { waiting } from '../../engine/terms';
import { VirtualClock } from '../../engine/virtualClock';

const FRAME = readFileSync(mediaPath('photo.png'));
const SETTINGS = { maxConcurrent: 20, failFast: true };

/** @param respond what the host of the frames says. */
async function framesOf(count: number, respond: () => StreamResult, responseMs = 100) {
	const clock = new VirtualClock();
	const held = { now: 0, most: 0 };
	const stream = async (): Promise<StreamResult> => {
		held.now++;
		held.most = Math.max(held.most, held.now);
		await clock.sleep(responseMs);
		return respond();
	};
	const ports: Ports = {
		http: { stream, addressOf: () => 'https://cdn.example/frame.png' } as unknown as Http,
		clock,
		ledger: { get: () => undefined, record: async () => {}, taskIds: () => new Set() },
		videos: {
			save: async ({ bytes, mimeType }) => {
				for await (const chunk of bytes) void chunk;
				await clock.sleep(100);
				held.now--;
				return { data: 'stored', mimeType };
			},
		},
	};
	const sources = Array.from({ length: count }, (_, index) => ({
		outcome: {
			kind: 'task' as const,
			task: toVideoTask({
				id: `task-${index}`,
				status: 'completed',
				lastFrameUrl: `https://cdn.example/${index}.png?signature=secret`,
				response: null,
			}),
			video: null,
			warnings: [],
		},
		ledgerKey: `0:${index}:a`,
		terms: waiting,
		output: { outputField: 'data', includeProviderResponse: false, returnLastFrame: true as const },
	}));
	const framed = withLastFrames(PROVIDERS.apiyi, sources, SETTINGS, ports);
	const startedAt = clock.now();
	const outcomes = (await clock.run(framed)).map(done);
	return { outcomes, held, tookMs: clock.now() - startedAt };
}

it('a thousand are fetched a few at a time, since each is in memory as a whole', async () => {
	const { outcomes, held } = await framesOf(1_000, () => file(FRAME));
	expect(outcomes.filter(({ lastFrame }) => lastFrame?.mimeType === 'image/png')).toHaveLength(
		1_000,
	);
	expect(held.most).toBeLessThanOrEqual(8);
	expect(held.most).toBeGreaterThan(1);
});

it('a host that does not answer holds the videos of a thousand back no longer than those of a few', async () => {
	const lost = { networkFailure: { sent: true, code: 'ETIMEDOUT', message: 'no answer' } };
	const { outcomes, tookMs } = await framesOf(1_000, () => lost, 30_000);
	expect(tookMs).toBeLessThanOrEqual(150_000);
	expect(outcomes[999].warnings).toEqual([
		'The last frame was not stored: you find it only at lastFrameUrl. No image came for a minute.',
	]);
});

it('one that cannot be had is called what it is, with the way to get it', async () => {
	const { outcomes } = await framesOf(1, () => ({ response: responseOf(404, {}, []) }));
	expect(outcomes[0].warnings).toEqual([
		'The last frame was not stored: you find it only at lastFrameUrl. The image https://cdn.example/0.png could not be downloaded: HTTP 404.',
	]);
});
