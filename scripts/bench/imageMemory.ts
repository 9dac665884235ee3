/** What many large photographs hold of n8n's memory while their videos are made. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import { startSimulator, type Simulator } from '../../support/simulator';
import type { Bench, Figure } from '../figure';
import type { ImageRun, ImageRunMeasured } from './imageMemory/run';

/** In memory mode n8n also decodes each image from its text, as often as it is read. */
const LIMIT_MB = { filesystem: 200, default: 350 } as const;
const FOLDER = join(__dirname, 'imageMemory');
const IMAGE_BYTES = 10_000_000;

const RUNS: ReadonlyArray<
	Pick<ImageRun, 'provider' | 'store' | 'images' | 'imageBytes' | 'maxConcurrent' | 'model'>
> = [
	{
		provider: 'waveSpeed',
		model: 'bytedance/seedance-2.5/image-to-video',
		store: 'filesystem',
		images: 60,
		imageBytes: IMAGE_BYTES,
		maxConcurrent: 2,
	},
	{
		provider: 'openAiCompatible',
		model: 'Wan-AI/Wan2.2-I2V-A14B-Diffusers',
		store: 'filesystem',
		images: 300,
		imageBytes: 5_000_000,
		maxConcurrent: 20,
	},
	{
		provider: 'openAiCompatible',
		model: 'Wan-AI/Wan2.2-I2V-A14B-Diffusers',
		store: 'default',
		images: 20,
		imageBytes: IMAGE_BYTES,
		maxConcurrent: 20,
	},
];

/** Take the same time as their siblings with images. */
const TEXT_MODELS = {
	waveSpeed: 'bytedance/seedance-2.5/text-to-video',
	openAiCompatible: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers',
} as const;

async function measured(run: ImageRun): Promise<ImageRunMeasured> {
	const [file, hook] = ['run.ts', 'nodeFiles.cjs'].map((name) => join(FOLDER, name));
	const flags = ['--expose-gc', '--import', 'tsx', '--require', hook];
	const args = [...flags, file, JSON.stringify(run)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let text = '';
	child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
	const code = await new Promise<number | null>((done) => child.on('close', done));
	if (code !== 0) throw new Error(`The run over ${run.images} images ended with ${code}`);
	return JSON.parse(text.slice(text.lastIndexOf('{'))) as ImageRunMeasured;
}

async function figuresOf(simulator: Simulator, run: (typeof RUNS)[number]): Promise<Figure[]> {
	const { provider, images, imageBytes, store, maxConcurrent } = run;
	const settings = {
		...run,
		credentialType: PROVIDER_INFOS[provider].credentialType,
		apiKey: simulator.key(provider),
		baseUrl: simulator.baseUrl(provider),
		isControl: false,
	};
	const { grownBytes, seconds, submitted, problem } = await measured(settings);
	const model = TEXT_MODELS[provider];
	const control = await measured({ ...settings, model, isControl: true });
	if (problem !== null || submitted !== images) {
		throw new Error(`${submitted} of ${images} images were submitted: ${problem}`);
	}
	const place = store === 'default' ? 'in memory' : 'in files';
	const what = `${images} images of ${imageBytes / 1e6} MB ${place}, ${maxConcurrent} at a time`;
	return [
		{
			figure: `${what}: memory`,
			limit: LIMIT_MB[store],
			measured: (grownBytes - control.grownBytes) / 1e6,
			unit: 'MB',
		},
		{
			figure: `${what}: of n8n itself`,
			limit: null,
			measured: control.grownBytes / 1e6,
			unit: 'MB',
		},
		{ figure: `${what}: time`, limit: null, measured: seconds, unit: 's' },
	];
}

export const figures: Bench = async () => {
	const simulator = await startSimulator({ renderMs: 200 });
	const all: Figure[] = [];
	for (const run of RUNS) {
		all.push(...(await figuresOf(simulator, run)));
		simulator.reset();
	}
	await simulator.close();
	return all;
};
