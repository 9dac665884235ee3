import type * as privateAddress from '../../../../nodes/Sora/transport/privateAddress';
import { PROVIDER_NAMES } from '../../../harness/providers';
import { useSimulator } from '../../../harness/simulator';
import { clipNodeAt } from '../clip/clipRuns';
import { imageNodeAt, itemWith } from './imageRuns';

jest.setTimeout(60_000);

// Everything here is on the loopback: the providers are taken to be somewhere else.
jest.mock('../../../../nodes/Sora/transport/privateAddress', () => {
	const actual = jest.requireActual<typeof privateAddress>(
		'../../../../nodes/Sora/transport/privateAddress',
	);
	return {
		...actual,
		isOutOfReach: (url: string) => actual.isOutOfReach(url, 'https://provider.example.com'),
	};
});

const sim = useSimulator({ renderMs: 50 });

it.each(PROVIDER_NAMES)('%s is sent an image that it could not fetch', async (provider) => {
	const imageUrl = sim.imageFileUrl('photo.jpg');
	const parameters = { imageSource: 'url', imageUrl, waitMode: 'submit' };
	const { error, items } = await imageNodeAt(sim)(provider, [{ json: {} }], parameters);
	expect(error).toBeUndefined();
	expect(items[0].json.status).toBe('queued');
	const [submit] = sim.requests.filter(({ kind }) => kind === 'submit');
	expect(JSON.stringify(submit.body)).not.toContain(imageUrl);
	expect(sim.violations).toEqual([]);
});

it.each([
	['waveSpeed', /^WaveSpeedAI can't fetch http:\/\/nas\/clip\.mp4, .* set Video Source to Binary/],
	[
		'apiyi',
		/^APIYI can't fetch http:\/\/nas\/clip\.mp4, .* enter the URL of a video that is public/,
	],
] as const)('%s is asked for no clip that it cannot fetch', async (provider, message) => {
	const parameters = { videoSource: 'url', videoUrl: 'http://nas/clip.mp4?secret=1' };
	const { error } = await clipNodeAt(sim)(provider, [{ json: {} }], parameters);
	expect(error?.message).toMatch(message);
	expect(sim.requests).toEqual([]);
});

it('a callback that will never come is said', async () => {
	const options = { callbackUrl: 'http://localhost:5678/webhook/done' };
	const parameters = { imageSource: 'binary', waitMode: 'submit', options };
	const { items } = await imageNodeAt(sim)('fal', [itemWith('photo.jpg')], parameters);
	expect(items[0].json.warnings).toEqual([
		"fal can't call the Callback URL, which only machines in its network can reach.",
	]);
});

it.each([
	['http://minio:9000/photo.png', 'https://api.example.com', true],
	['http://192.168.1.4/photo.png', 'https://api.example.com', true],
	['https://cdn.example.com/photo.png', 'https://api.example.com', false],
	['http://minio:9000/photo.png', 'http://gateway.local:8000/v1', false],
])('%s is, for %s, out of reach: %s', (url, from, isIt) => {
	const actual = jest.requireActual<typeof privateAddress>(
		'../../../../nodes/Sora/transport/privateAddress',
	);
	expect(actual.isOutOfReach(url, from)).toBe(isIt);
});
