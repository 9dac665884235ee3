/**
 * One run of Sora Image to Video over many large photographs, in a process of its own. Prints how far
 * its memory grew: `node run.ts '{"baseUrl": …}'`.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { runNode, useFilesystemStore } from '../../../test/harness/harness';

export interface ImageRun {
	provider: 'waveSpeed' | 'openAiCompatible';
	credentialType: string;
	apiKey: string;
	baseUrl: string;
	model: string;
	/** Where n8n keeps files. */
	store: 'filesystem' | 'default';
	images: number;
	imageBytes: number;
	maxConcurrent: number;
	/** The same items without a look at their images: what n8n itself takes for them. */
	isControl: boolean;
}

export interface ImageRunMeasured {
	/** Resident memory at its highest, over what it was before the run. */
	grownBytes: number;
	seconds: number;
	/** Items that were submitted. */
	submitted: number;
	problem: string | null;
}

const SAMPLE_MS = 5;
const MEDIA = join(__dirname, '../../../support/simulator/media');
/** JPEG: a comment, whose length is written in two bytes. */
const LONGEST_COMMENT = 65_533;

/** A small photograph, as heavy as a large one. Each is another file. */
function photograph(bytes: number, number: number): Buffer {
	const photo = readFileSync(join(MEDIA, 'photo.jpg'));
	const parts = [photo.subarray(0, 2)];
	for (let left = bytes - photo.length; left > 4; left -= LONGEST_COMMENT + 4) {
		const text = Buffer.alloc(Math.min(LONGEST_COMMENT, left - 4), number % 256);
		if (text.length >= 4) text.writeUInt32BE(number);
		const head = Buffer.from([0xff, 0xfe, 0, 0]);
		head.writeUInt16BE(text.length + 2, 2);
		parts.push(head, text);
	}
	return Buffer.concat([...parts, photo.subarray(2)]);
}

async function itemsOf({ images, imageBytes, store }: ImageRun): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (let index = 0; index < images; index++) {
		const bytes = photograph(imageBytes, index);
		const facts: IBinaryData = { data: '', mimeType: 'image/jpeg', fileName: `${index}.jpg` };
		const location = { type: 'execution', workflowId: 'workflow', executionId: 'before' } as const;
		const data =
			store === 'default'
				? { ...facts, data: bytes.toString('base64') }
				: await Container.get(BinaryDataService).store(location, bytes, facts);
		items.push({ json: { prompt: `photograph ${index}` }, binary: { data } });
	}
	return items;
}

async function measure(run: ImageRun): Promise<ImageRunMeasured> {
	await useFilesystemStore();
	if (run.store === 'default') Container.get(BinaryDataConfig).mode = 'default';
	const items = await itemsOf(run);
	global.gc?.();
	const before = process.memoryUsage().rss;
	let most = before;
	const sampling = setInterval(() => {
		most = Math.max(most, process.memoryUsage().rss);
	}, SAMPLE_MS);
	const startedAt = performance.now();
	const result = await runNode({
		node: run.isControl ? 'soraTextToVideo' : 'soraImageToVideo',
		items,
		credentials: {
			[run.credentialType]: { apiKey: run.apiKey, baseUrl: run.baseUrl, webhookSecret: '' },
		},
		parameters: {
			provider: run.provider,
			model: { __rl: true, mode: 'id', value: run.model },
			prompt: '={{ $json.prompt }}',
			duration: 0,
			downloadVideo: false,
			options: { maxConcurrent: run.maxConcurrent },
		},
	});
	clearInterval(sampling);
	return {
		grownBytes: most - before,
		seconds: (performance.now() - startedAt) / 1000,
		submitted: result.items.filter(({ json }) => typeof json.taskId === 'string').length,
		problem: result.error?.message ?? null,
	};
}

void measure(JSON.parse(process.argv[2]) as ImageRun).then((measured) => {
	process.stdout.write(JSON.stringify(measured));
	process.exit(0);
});
