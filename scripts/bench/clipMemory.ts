/** What a long clip holds of n8n's memory on its way from n8n's files to the provider. */

import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Bench } from '../figure';
import type { ClipRun, ClipRunMeasured } from './clipMemory/run';

const CLIP_BYTES = 500_000_000;
const LIMIT_MB = 100;
const FOLDER = join(__dirname, 'clipMemory');
/** Shared with the bench of images. */
const HOOK = join(__dirname, 'imageMemory/nodeFiles.cjs');

interface Sink {
	baseUrl: string;
	/** Of the files that were sent. */
	bytes(): number;
	close(): void;
}

async function lengthOf(request: IncomingMessage): Promise<number> {
	let length = 0;
	for await (const chunk of request) length += (chunk as Buffer).length;
	return length;
}

/** Takes uploads and submits as WaveSpeedAI does, and keeps nothing. */
async function sink(): Promise<Sink> {
	let bytes = 0;
	const answers: ReadonlyArray<readonly [string, RegExp, (origin: string) => unknown]> = [
		[
			'POST',
			/\/media\/uploads$/,
			(origin) => ({
				download_url: `${origin}/clip.mp4`,
				upload: { method: 'PUT', url: `${origin}/put`, headers: { 'Content-Type': 'video/mp4' } },
			}),
		],
		['POST', /video-extend$/, () => ({ id: 'task-of-the-clip', status: 'created' })],
	];
	const server = createServer((request, response) => {
		void lengthOf(request).then((length) => {
			const { method, url = '' } = request;
			if (method === 'PUT') bytes += length;
			const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			const [, , data] = answers.find(([verb, path]) => verb === method && path.test(url)) ?? [];
			const isKnown = method === 'PUT' || data !== undefined;
			response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ code: isKnown ? 200 : 404, data: data?.(origin) }));
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		bytes: () => bytes,
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}

async function measured(run: ClipRun): Promise<ClipRunMeasured> {
	const flags = ['--expose-gc', '--import', 'tsx', '--require', HOOK];
	const args = [...flags, join(FOLDER, 'run.ts'), JSON.stringify(run)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let text = '';
	child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
	const code = await new Promise<number | null>((done) => child.on('close', done));
	if (code !== 0) throw new Error(`The run over a clip ended with ${code}`);
	return JSON.parse(text.slice(text.lastIndexOf('{'))) as ClipRunMeasured;
}

export const figures: Bench = async () => {
	const { baseUrl, bytes, close } = await sink();
	const { grownBytes, seconds, problem } = await measured({ baseUrl, clipBytes: CLIP_BYTES });
	const sent = bytes();
	close();
	if (problem !== null || sent !== CLIP_BYTES) {
		throw new Error(`${sent} of ${CLIP_BYTES} bytes were sent: ${problem}`);
	}
	const what = `a clip of ${CLIP_BYTES / 1e6} MB in files`;
	return [
		{ figure: `${what}: memory`, limit: LIMIT_MB, measured: grownBytes / 1e6, unit: 'MB' },
		{ figure: `${what}: time`, limit: null, measured: seconds, unit: 's' },
	];
};
