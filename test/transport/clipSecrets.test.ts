/** The key, where a clip goes up: to its provider, and to nobody else. */

import '../faults/shortTimes';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDERS } from '../../nodes/Sora/providers';
import { clipNodeAt, storedClip } from '../actions/generate/clip/clipRuns';
import { PROVIDER_NAMES } from '../harness/providers';
import { useSimulator } from '../harness/simulator';

jest.setTimeout(60_000);

const KEY = 'sk-live-0123456789abcdef';

const sim = useSimulator({ renderMs: 20, keys: KEY });

/** A storage that nobody's key belongs to, and that sends whoever comes somewhere else. */
let stranger: Server;
let strangerUrl: string;
let heard: IncomingMessage[] = [];

beforeAll(async () => {
	stranger = createServer((request, response) => {
		heard.push(request);
		response.writeHead(307, { location: `${sim.origin}/elsewhere` }).end();
	});
	await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
	strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
beforeEach(() => (heard = []));
afterAll(() => {
	stranger.closeAllConnections();
	stranger.close();
});

/** What a provider says to whoever wants to bring a file. */
function uploadTicket(provider: ProviderName, url: string): unknown {
	const tickets: Partial<Record<ProviderName, unknown>> = {
		waveSpeed: { code: 200, data: { download_url: `${url}/clip.mp4`, upload: { url } } },
		eachlabs: { public_url: `${url}/clip.mp4`, presigned_url: url },
		fal: { file_url: `${url}/clip.mp4`, upload_url: url },
	};
	return tickets[provider];
}

describe.each(PROVIDER_NAMES.filter((name) => PROVIDERS[name].clips.from.includes('file')))(
	'the key for %s, where a clip goes up',
	(provider) => {
		const extend = async (options = {}) =>
			await clipNodeAt(sim)(provider, [await storedClip()], { options });
		const respondWith = (
			on: 'upload' | 'submit',
			status: number,
			body: unknown,
			headers: Record<string, string> = {},
		) =>
			sim.faults.add({
				on,
				fault: 'response',
				times: Infinity,
				response: { status, body, headers },
			});

		it('goes to the API alone, and is in nothing that the run leaves behind', async () => {
			const result = await extend();
			expect(result.items[0].json.status).toBe('completed');
			expect(sim.requests.filter(({ host }) => host === 'cdn').some(({ hasKey }) => hasKey)).toBe(
				false,
			);
			expect(sim.requests.some(({ host, keyIsRight }) => host === 'api' && keyIsRight)).toBe(true);
			expect(JSON.stringify(result.run)).not.toContain(KEY);
		});

		it('does not follow a redirect of the call that brings the clip', async () => {
			const on = PROVIDERS[provider].upload ? 'upload' : 'submit';
			respondWith(on, 307, { error: 'moved' }, { location: `${strangerUrl}/elsewhere` });
			await extend({ waitTimeout: 4 });
			expect(heard).toEqual([]);
		});

		if (PROVIDERS[provider].upload) {
			it('does not go along to a storage, wherever that is, nor to where it redirects', async () => {
				respondWith('upload', 200, uploadTicket(provider, `${strangerUrl}/storage`));
				const { error } = await extend({ waitTimeout: 4 });
				expect(error?.message).toContain('The video could not be uploaded');
				expect(heard.length).toBeGreaterThan(0);
				for (const { method, rawHeaders } of heard) {
					expect(method).toBe('PUT');
					expect(JSON.stringify(rawHeaders)).not.toContain(KEY);
				}
				expect(sim.requests.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
			});
		}
	},
);
