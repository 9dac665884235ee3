import { fal } from '../../../nodes/Sora/providers/fal';
import { fixture } from '../fixtures';

const FAST = 'fal-ai/veo3.1/fast';
const idOf = (first: string) => `${FAST}/requests/${first}1b2c3d4-e5f6-7890-abcd-ef1234567890`;

const pathOf = (models?: readonly string[], cursor: string | null = null) =>
	new URL(fal.list?.call(cursor, models).path ?? '', 'https://api.fal.ai');

describe('the list of requests', () => {
	it('is asked of the platform, with what each request was made of', () => {
		expect(fal.list?.call(null, [FAST])).toMatchObject({
			to: 'provider',
			host: 'platform',
			method: 'GET',
			path: '/v1/models/requests/by-endpoint?limit=100&expand=payloads&endpoint_id=fal-ai%2Fveo3.1%2Ffast',
		});
		expect(pathOf([FAST], 'Mg==').searchParams.get('cursor')).toBe('Mg==');
	});

	it('is of the models that are wanted, else of those that we know', () => {
		const named = (models?: readonly string[]) => pathOf(models).searchParams.getAll('endpoint_id');
		expect(named(['acme/a', 'acme/a', 'acme/b'])).toEqual(['acme/a', 'acme/b']);
		expect(named(['fal-ai/veo3.1*']).every((id) => id.startsWith('fal-ai/veo3.1'))).toBe(true);
		expect(named(['fal-ai/veo3.1*'])).toContain(FAST);
		expect(named()).toEqual(named([]));
		expect(named()).toContain(fal.defaultModels.text.id);
		expect(named(Array.from({ length: 60 }, (_, index) => `acme/${index}`))).toHaveLength(50);
	});

	it('brings whole tasks, in the order in which they have ended', () => {
		const page = fal.list?.parse(fixture('fal', 'requests'), null);
		if (!page?.ok) throw new Error('no page');
		expect(page.value).toMatchObject({
			tasks: [
				{
					id: idOf('a'),
					status: 'completed',
					videoUrls: ['https://v3b.fal.media/files/b/panda/clip.mp4'],
					prompt: 'A kite over dunes',
					deliveredModel: FAST,
					createdAt: '2026-11-20T10:00:00.000Z',
					completedAt: '2026-11-20T10:09:00.000Z',
					listedAt: '2026-11-20T10:09:00.000Z',
				},
				{ id: idOf('b'), status: 'failed', failure: { category: 'moderation' } },
				// Without its payload: only the result says whether there is a video.
				{ id: idOf('c'), status: 'failed', failure: { code: 'no_video' }, prompt: null },
			],
			createdAt: [
				'2026-11-20T10:09:00.000Z',
				'2026-11-20T10:03:00.000Z',
				'2026-11-20T10:01:00.000Z',
			],
			nextCursor: 'Mg==',
		});
	});

	it('ends with the page that says so', () => {
		expect(fal.list?.parse(fixture('fal', 'requests-last'), null)).toMatchObject({
			ok: true,
			value: { tasks: [], nextCursor: null },
		});
	});

	it.each(['error-401', 'error-500', 'status-completed'])('is not in %s', (name) => {
		expect(fal.list?.parse(fixture('fal', name), null)).toMatchObject({ ok: false });
	});
});

describe('the models', () => {
	it('are listed by kind, page by page', () => {
		expect(fal.models?.call('image', null)).toMatchObject({
			host: 'platform',
			path: '/v1/models?status=active&limit=50&category=image-to-video',
		});
		expect(fal.models?.call('text', 'Mg==').path).toContain(
			'category=text-to-video&cursor=Mg%3D%3D',
		);
		const response = fixture('fal', 'models');
		expect(fal.models?.parse(response)).toEqual({
			ok: true,
			value: [
				{ id: FAST, name: 'Veo 3.1 Fast', kind: 'text', model: null },
				{ id: 'fal-ai/veo3.1/image-to-video', name: 'Veo 3.1', kind: 'image', model: null },
			],
		});
		expect(fal.models?.nextCursor?.(response)).toBe('Mg==');
		expect(fal.models?.nextCursor?.(fixture('fal', 'model'))).toBeNull();
		expect(fal.models?.parse(fixture('fal', 'error-500'))).toMatchObject({ ok: false });
	});

	it('are described by their own OpenAPI document', () => {
		expect(fal.modelSchema?.call(FAST)).toMatchObject({
			host: 'platform',
			path: '/v1/models?endpoint_id=fal-ai%2Fveo3.1%2Ffast&expand=openapi-3.0',
		});
		expect(fal.modelSchema?.parse(fixture('fal', 'model'), FAST)).toMatchObject({
			ok: true,
			value: {
				id: FAST,
				name: 'Veo 3.1 Fast',
				kind: 'text',
				category: 'text-to-video',
				knowledge: 'schema',
				durations: { oneOf: [4, 6, 8] },
				aspectRatios: ['16:9', '9:16'],
				resolutions: ['720p', '1080p', '4k'],
				inputs: { duration: { name: 'duration', as: 'string', spelling: { 4: '4s' } } },
			},
		});
	});

	it.each(['model-without-schema', 'model-404', 'models', 'error-500'])(
		'are not described by %s',
		(name) => {
			expect(fal.modelSchema?.parse(fixture('fal', name), FAST)).toMatchObject({ ok: false });
		},
	);
});

describe('the balance', () => {
	it('is asked of the platform', () => {
		expect(fal.balance?.call()).toEqual({
			to: 'provider',
			host: 'platform',
			method: 'GET',
			path: '/v1/account/billing?expand=credits',
		});
		expect(fal.balance?.parse(fixture('fal', 'balance'))).toEqual({
			ok: true,
			value: { amount: 24.5, currency: 'USD' },
		});
	});

	it.each([
		['balance-403', 'This endpoint requires an admin API key'],
		['error-401', 'No user found for Key ID and Secret'],
		['requests-last', 'The response names no balance'],
	])('is not in %s', (name, message) => {
		expect(fal.balance?.parse(fixture('fal', name))).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining(message) as unknown },
		});
	});
});
