/**
 * One run of Sora Video to Video over a long clip, in a process of its own. Prints how far its memory
 * grew: `node run.ts '{"baseUrl": …}'`.
 */

import { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';
import { bigVideo } from '../../../support/simulator/files/bigVideo';
import { runNode, useFilesystemStore } from '../../../test/harness/harness';

export interface ClipRun {
	/** Of a provider that speaks as WaveSpeedAI does. */
	baseUrl: string;
	clipBytes: number;
}

export interface ClipRunMeasured {
	/** Resident memory at its highest, over what it was before the run. */
	grownBytes: number;
	seconds: number;
	problem: string | null;
}

const SAMPLE_MS = 5;

async function storedClip(bytes: number): Promise<IBinaryData> {
	const { bytes: chunksOf, length } = bigVideo(bytes);
	const facts: IBinaryData = { data: '', mimeType: 'video/mp4', fileName: 'clip.mp4' };
	const location = { type: 'execution', workflowId: 'workflow', executionId: 'before' } as const;
	const stream = Readable.from(chunksOf(0, length));
	return await Container.get(BinaryDataService).store(location, stream, facts);
}

async function run(clip: IBinaryData, baseUrl: string) {
	return await runNode({
		node: 'soraVideoToVideo',
		items: [{ json: {}, binary: { data: clip } }],
		credentials: { waveSpeedApi: { apiKey: 'key', baseUrl, webhookSecret: '' } },
		parameters: { provider: 'waveSpeed', prompt: 'It goes on', waitMode: 'submit' },
	});
}

async function measure({ baseUrl, clipBytes }: ClipRun): Promise<ClipRunMeasured> {
	await useFilesystemStore();
	// What n8n and the nodes take once, whatever the clip.
	await run(await storedClip(1_000_000), baseUrl.replace(/\d+$/, '9'));
	const clip = await storedClip(clipBytes);
	global.gc?.();
	const before = process.memoryUsage().rss;
	let most = before;
	const sampling = setInterval(() => {
		most = Math.max(most, process.memoryUsage().rss);
	}, SAMPLE_MS);
	const startedAt = performance.now();
	const { error } = await run(clip, baseUrl);
	clearInterval(sampling);
	return {
		grownBytes: most - before,
		seconds: (performance.now() - startedAt) / 1000,
		problem: error?.message ?? null,
	};
}

void measure(JSON.parse(process.argv[2]) as ClipRun).then((measured) => {
	process.stdout.write(JSON.stringify(measured));
	process.exit(0);
});
