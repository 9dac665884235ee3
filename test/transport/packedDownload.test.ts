import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { runNode, useFilesystemStore, videoOf } from '../harness/harness';
import { SMALL_MP4 } from '../engine/fakeFile';

/** Packs its files for whoever takes that, and moves them once. */
let server: Server;
let origin = '';

beforeAll(async () => {
	await useFilesystemStore();
	server = createServer((request, response) => {
		const takesGzip = /gzip/.test(String(request.headers['accept-encoding']));
		if (request.url === '/moved.mp4') {
			response.writeHead(302, { location: '/video.mp4' }).end();
		} else if (request.url === '/video.mp4') {
			const body = takesGzip ? gzipSync(SMALL_MP4) : SMALL_MP4;
			const packed = takesGzip ? { 'content-encoding': 'gzip' } : {};
			const headers = { 'content-type': 'video/mp4', 'content-length': body.length, ...packed };
			response.writeHead(200, headers).end(body);
		} else {
			const url = `${origin}/moved.mp4`;
			const video = { id: 'video_1', object: 'video', status: 'completed', url };
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(video));
		}
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => await new Promise((closed) => server.close(closed)));

it('a video comes whole from a server that would pack it', async () => {
	const result = await runNode({
		node: 'soraGetResult',
		items: [{ json: {} }],
		credentials: { openAiVideosApi: { apiKey: 'key-of-the-test', baseUrl: `${origin}/v1` } },
		parameters: { provider: 'openAiCompatible', taskId: 'video_1' },
	});
	expect(result.error).toBeUndefined();
	expect((await videoOf(result.items[0])).equals(SMALL_MP4)).toBe(true);
}, 60_000);
