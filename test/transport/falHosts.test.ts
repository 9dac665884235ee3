/** A provider with three hosts, and what each of them gets: fal's queue, platform and storage. */

import { readFileSync } from 'node:fs';
import type { INodeParameters } from 'n8n-workflow';
import { credentialsFor, modelId } from '../harness/providers';
import { runNode } from '../harness/harness';
import { useSimulator } from '../harness/simulator';
import { publishedKeysAt } from '../../nodes/Sora/transport/publishedKeys';
import { httpOf, type HttpContext } from '../../nodes/Sora/transport/http';
import { mediaPath } from '../../support/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });

const photo = () => ({
	data: {
		data: readFileSync(mediaPath('photo.jpg')).toString('base64'),
		mimeType: 'image/jpeg',
		fileName: 'photo.jpg',
	},
});

const run = async (
	node: 'soraTextToVideo' | 'soraImageToVideo',
	parameters: INodeParameters = {},
	credentials = credentialsFor(sim, 'fal'),
) =>
	await runNode({
		node,
		items: [{ json: {}, ...(node === 'soraImageToVideo' ? { binary: photo() } : {}) }],
		credentials,
		parameters: { provider: 'fal', prompt: 'waves', ...parameters },
	});

/** The first part of each path, and whether the key came along. */
const heard = () =>
	new Set(sim.requests.map(({ path, host, hasKey }) => `${host} /${path.split('/')[1]} ${hasKey}`));

it('the key goes to the queue, the platform and the storage, and not to where the files are', async () => {
	const model = modelId('acme/clip-1/image-to-video');
	const result = await run('soraImageToVideo', { model, duration: 3, resolution: 'auto' });
	expect(result.items[0].json).toMatchObject({ status: 'completed' });
	expect(heard()).toEqual(
		new Set([
			'api /fal true',
			'api /fal-platform true',
			'api /fal-storage true',
			'cdn /files false',
		]),
	);
	expect(sim.violations).toEqual([]);
});

it('published keys are read without the key', async () => {
	const { storageBaseUrl } = sim.baseUrls('fal');
	const context = {
		helpers: {
			httpRequest: async ({ url }: { url: string }) => {
				const { status, body } = await fetch(url);
				return { statusCode: status, headers: {}, body };
			},
			httpRequestWithAuthentication: () => {
				throw new Error('the key was sent');
			},
		},
	} as unknown as HttpContext;
	const http = httpOf(context, { credentialType: 'falQueueApi', baseUrl: sim.baseUrl('fal') });
	const document = await publishedKeysAt(storageBaseUrl, http).read('/.well-known/jwks.json');
	expect(document).toMatchObject({ keys: [{ kty: 'OKP', crv: 'Ed25519' }] });
	expect(sim.requests.map(({ hasKey }) => hasKey)).toEqual([false]);
});

describe('what is refused before anything is sent that costs', () => {
	it.each([
		['a path of the queue', 'fal-ai/veo3.1/requests/abc', /is a path of the provider/],
		['a path that climbs', 'fal-ai/../admin', /"\.\."/],
		['a model of the other kind', 'acme/clip-1/image-to-video', /is a model for image-to-video/],
	])('%s as a model', async (_, id, words) => {
		const result = await run('soraTextToVideo', { model: modelId(id), duration: 3 });
		expect(result.error?.name).toBe('NodeOperationError');
		expect(result.error?.message).toMatch(words);
		expect(sim.bills).toEqual([]);
	});

	it('an image that is too large for the model, though not for fal', async () => {
		const bytes = Buffer.alloc(8_100_000);
		readFileSync(mediaPath('photo.jpg')).copy(bytes);
		const data = { data: bytes.toString('base64'), mimeType: 'image/jpeg' };
		const veo = { model: modelId('fal-ai/veo3.1/image-to-video'), aspectRatio: 'auto' };
		const { error } = await runNode({
			node: 'soraImageToVideo',
			items: [{ json: {}, binary: { data } }],
			credentials: credentialsFor(sim, 'fal'),
			parameters: { provider: 'fal', prompt: 'waves', duration: 4, ...veo },
		});
		expect(error?.message).toMatch(/Veo 3\.1 takes images of up to 8 MB, and this one has 8\.1 MB/);
		expect(sim.requests).toEqual([]);
	});

	it('but not a model for which the additional inputs bring what it needs', async () => {
		const additionalInputs = JSON.stringify({ image_url: sim.imageFileUrl('photo.jpg') });
		const result = await run('soraTextToVideo', {
			model: modelId('acme/clip-1/image-to-video'),
			duration: 3,
			aspectRatio: 'auto',
			resolution: 'auto',
			options: { additionalInputs },
		});
		expect(result.items[0].json).toMatchObject({ status: 'completed' });
	});

	it('a length that the live description does not have', async () => {
		const model = modelId('acme/clip-1/text-to-video');
		const result = await run('soraTextToVideo', { model, duration: 4, resolution: 'auto' });
		expect(result.error?.message).toMatch(/supports 3, 6 or 9 seconds, not 4/);
		expect(sim.bills).toEqual([]);
	});

	it.each(['Key test-key', 'Bearer test-key'])('%j as the key', async (apiKey) => {
		const result = await run('soraTextToVideo', {}, credentialsFor(sim, 'fal', apiKey));
		expect(result.error?.message).toMatch(/The API Key in the credential .+ enter the key alone/);
		expect(sim.requests).toEqual([]);
	});
});

it.each([
	['fal-ai/nobody/clip', 'model_retired', 404, { detail: 'Application "nobody" not found' }],
	['fal-ai/veo3.1/fast', 'quota', 403, { detail: 'User is locked. Reason: Exhausted balance.' }],
])('%s is refused unbilled: %s', async (id, category, status, json) => {
	sim.script(() => ({ refuse: { status, json } }));
	const result = await run('soraTextToVideo', { model: modelId(id) });
	expect(result.error?.context?.data).toMatchObject({ category, submitted: false, taskId: null });
	expect(sim.bills).toEqual([]);
});
