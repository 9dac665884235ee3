/**
 * YouTube's resumable upload, behind TLS: n8n's own node names Google's host itself, so it's reached as
 * a proxy would be. Google's sign-in is left out: the credential has its token already.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenerOf, type Respond, type Platform, type PlatformResponse } from './platform';

export const TOKEN = 'youtube-token';
export const VIDEO_ID = 'dQexample00';
const HOST = 'www.googleapis.com';

export interface UploadedVideo {
	snippet: { title?: string; description?: string; categoryId?: string };
	status: { privacyStatus?: string };
	bytes: Buffer;
}

function youtube(uploaded: UploadedVideo[]): Respond {
	let details: Omit<UploadedVideo, 'bytes'> | null = null;
	let length = 0;
	const chunks: Buffer[] = [];
	return ({ method, path, query, headers, body }, refuse): PlatformResponse => {
		const call = `${method} ${path}`;
		if (call === 'POST /upload/youtube/v3/videos') {
			if (headers.authorization !== `Bearer ${TOKEN}`) return refuse('no token');
			if (query.get('uploadType') !== 'resumable') return refuse('not resumable');
			if (headers['x-upload-content-type'] !== 'video/mp4') return refuse('not video/mp4');
			details = JSON.parse(body.toString()) as Omit<UploadedVideo, 'bytes'>;
			length = Number(headers['x-upload-content-length']);
			return { json: {}, headers: { location: `https://${HOST}/upload/videos?upload_id=1` } };
		}
		if (call !== 'PUT /upload/videos' || details === null) return refuse(`${call} is unknown`);
		const first = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
		const range = `bytes ${first}-${first + body.length - 1}/${length}`;
		if (headers['content-range'] !== range) return refuse(`${headers['content-range']}: ${range}`);
		chunks.push(body);
		if (first + body.length < length) return { status: 308 };
		uploaded.push({ ...details, bytes: Buffer.concat(chunks) });
		return { json: { id: VIDEO_ID } };
	};
}

/** A certificate of its own for Google's host. */
function certificateIn(folder: string): { key: Buffer; cert: Buffer; file: string } {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const { status, stderr } = spawnSync('openssl', [
		...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
		...['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`],
		...['-keyout', key, '-out', cert],
	]);
	if (status !== 0) throw new Error(`openssl: ${String(stderr)}`);
	return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}

/** What n8n needs to be led to the stand-in. */
type ProxiedPlatform = Platform & { env: Readonly<Record<string, string>> };

export async function startYouTube(uploaded: UploadedVideo[]): Promise<ProxiedPlatform> {
	const calls: string[] = [];
	const mistakes: string[] = [];
	const folder = mkdtempSync(join(tmpdir(), 'youtube-'));
	const { file, ...pair } = certificateIn(folder);
	const server = createServer(pair, listenerOf(youtube(uploaded), calls, mistakes));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	const sockets = new Set<Socket>();
	const proxy = createProxy().on('connect', ({ url }, client: Socket) => {
		if (url !== `${HOST}:443`) {
			mistakes.push(`${url} was asked for`);
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const tunnel = connect(port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(tunnel).pipe(client);
		});
		for (const socket of [client, tunnel]) sockets.add(socket.on('error', () => undefined));
	});
	await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	return {
		url,
		env: { HTTPS_PROXY: url, NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: file },
		calls,
		mistakes,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			server.closeAllConnections();
			await Promise.all([server, proxy].map((one) => new Promise((done) => one.close(done))));
			rmSync(folder, { recursive: true });
		},
	};
}
