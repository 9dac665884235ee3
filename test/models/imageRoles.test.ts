import {
	imageRolesProblem,
	imageRolesWarnings,
	type AskedImages,
} from '../../nodes/Sora/models/imageRoles';
import { IMAGE_ROLES } from '../../nodes/Sora/models/mediaInputs';
import type { Model, ModelKind, ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDERS } from '../../nodes/Sora/providers';
import { findModel, modelsTaking } from '../../nodes/Sora/providers/findModel';
import { hasPlaceholder } from '../../nodes/Sora/providers/shared/inputs/placeholders';

function problemOf(
	model: Model,
	images: AskedImages['images'],
	additionalInputs: AskedImages['additionalInputs'] = {},
): string | null {
	return imageRolesProblem({
		model,
		images,
		additionalInputs,
		isPlaced: (role) => hasPlaceholder(additionalInputs, role),
		others: (role) => modelsTaking(model, role, model.kind),
	});
}

function known(provider: ProviderName, id: string, kind: ModelKind): Model {
	const model = findModel(provider, id, kind);
	if (model?.kind !== kind) throw new Error(`no model ${id}`);
	return model;
}

const FRAMES = { image: 1, lastImage: 1 };

describe('a place for the first frame among the additional inputs', () => {
	it.each(['text', 'video'] as const)(
		'is not sent as it is where there is no image: %s',
		(kind) => {
			const model = PROVIDERS.fal.passThrough('acme/new', kind);
			expect(problemOf(model, {}, { images: ['@image'] })).toMatch(
				/^Additional Inputs have a place/,
			);
			expect(problemOf(model, { image: 1 }, { images: ['@image'] })).toBeNull();
		},
	);
});

describe('a last frame', () => {
	it.each<[ProviderName, string, RegExp]>([
		[
			'waveSpeed',
			'openai/sora-2/image-to-video',
			/^Sora 2 \(openai\/sora-2\/image-to-video\) doesn't take a last frame: set Last Frame Source to None, or choose a model that takes one, e\.g\. .+ \(.+\) or .+ \(.+\)$/,
		],
		['apiyi', 'sora-2', /e\.g\. Seedance .+ \(doubao-.+\) or Seedance .+ \(doubao-.+\)$/],
		['eachlabs', 'veo3-1-image-to-video', /e\.g\. Veo 3\.1.* \(veo3-1-first-last-frame-to-video/],
		[
			'fal',
			'fal-ai/veo3.1/image-to-video',
			/e\.g\. Veo 3\.1 .*\(fal-ai\/veo3\.1\/first-last-frame/,
		],
		['openRouter', 'openai/sora-2', /e\.g\. .+ \(.+\) or .+ \(.+\)$/],
		['openAiCompatible', 'sora-2', /e\.g\. MiniMax H3 \(MiniMaxAI\/MiniMax-H3\)$/],
	])('is refused by %s %s, which names two models that take one', (provider, id, words) => {
		const problem = problemOf(known(provider, id, 'image'), FRAMES);
		expect(problem).toMatch(words);
	});

	it('is taken by every model that is named instead', () => {
		for (const { catalogue } of Object.values(PROVIDERS)) {
			for (const model of catalogue.filter(({ kind }) => kind === 'image')) {
				const named = modelsTaking(model, 'lastImage', 'image');
				expect(named.every((other) => problemOf(other, FRAMES) === null)).toBe(true);
			}
		}
	});

	it('is refused where nobody describes the model, unless its field is named', () => {
		const model = PROVIDERS.fal.passThrough('acme/new', 'image');
		expect(problemOf(model, FRAMES)).toMatch(
			/^Nothing is known of the inputs of acme\/new, so it can't be given a last frame: .*\{"end_image": "@lastImage"\}$/,
		);
		expect(problemOf(model, FRAMES, { end: '@lastImage' })).toBeNull();
		expect(problemOf(model, { image: 1 }, { end: '@lastImage' })).toBe(
			'Additional Inputs have a place for a last frame, but there is none: set Last Frame Source',
		);
	});

	it('must be there where the model makes nothing without it', () => {
		const model = known('fal', 'fal-ai/veo3.1/first-last-frame-to-video', 'image');
		expect(problemOf(model, { image: 1 })).toBe(
			'Veo 3.1 (first and last frame) (fal-ai/veo3.1/first-last-frame-to-video) needs a last frame: set Last Frame Source',
		);
		expect(
			problemOf(model, { image: 1 }, { last_frame_url: 'https://f.example/a.png' }),
		).toBeNull();
	});
});

describe('reference images', () => {
	it.each<[ProviderName, string, RegExp]>([
		['waveSpeed', 'alibaba/wan-3.0/text-to-video', /e\.g\. .+ \(.+\) or .+ \(.+\)$/],
		['apiyi', 'sora-2', /e\.g\. Seedance .+ or Seedance /],
		['eachlabs', 'veo3-1-text-to-video', /\(veo3-1-reference-to-video\) or Kling O1/],
		['fal', 'fal-ai/veo3.1', /\(fal-ai\/veo3\.1\/reference-to-video\) or Seedance/],
		['openRouter', 'google/veo-3.1', /\(bytedance\/seedance-2\.0.*\) or .*seedance-2\.0/],
		['openAiCompatible', 'Lightricks/LTX-2', /e\.g\. MiniMax H3/],
	])('are refused by %s %s, which names models that take them', (provider, id, words) => {
		const problem = problemOf(known(provider, id, 'text'), { referenceImages: [1] });
		expect(problem).toMatch(/ doesn't take reference images: remove Reference Images/);
		expect(problem).toMatch(words);
	});

	it('are counted', () => {
		const model = known('waveSpeed', 'google/veo3.1/reference-to-video', 'text');
		expect(problemOf(model, { referenceImages: [1, 2, 3] })).toBeNull();
		expect(problemOf(model, { referenceImages: [1, 2, 3, 4] })).toMatch(
			/takes up to 3 reference images, not 4$/,
		);
		expect(problemOf(model, {})).toMatch(/needs reference images: add Reference Images/);
	});

	it.each<[ProviderName, string]>([
		['apiyi', 'doubao-seedance-2-0-260128'],
		['openRouter', 'bytedance/seedance-2.0'],
	])('are not taken together with frames by %s %s', (provider, id) => {
		const problem = problemOf(known(provider, id, 'image'), { image: 1, referenceImages: [1] });
		expect(problem).toMatch(/takes reference images or frames, not both/);
	});

	it('send users of a model for nothing else to the right node', () => {
		const model = { ...known('fal', 'bytedance/seedance-2.0/reference-to-video', 'text') };
		expect(problemOf({ ...model, knowledge: 'schema' }, { image: 1 })).toMatch(
			/takes reference images instead of a first frame: use Sora Text to Video/,
		);
	});

	it('come with a warning where the provider does not say whether it takes them', () => {
		const model = PROVIDERS.openRouter.passThrough('acme/new', 'text');
		expect(problemOf(model, { referenceImages: [1] })).toBeNull();
		expect(imageRolesWarnings(model, { referenceImages: [1] })).toEqual([
			"The provider doesn't say whether acme/new takes reference images: check the video.",
		]);
		expect(imageRolesWarnings(model, {})).toEqual([]);
	});
});

it('a request without them is as it was, whatever the model', () => {
	for (const { catalogue } of Object.values(PROVIDERS)) {
		for (const model of catalogue) {
			const isMadeFor = IMAGE_ROLES.some(
				(role) => role !== 'image' && model.inputs[role]?.isRequired,
			);
			const images = model.kind === 'image' ? { image: 1 } : {};
			expect(problemOf(model, images) === null).toBe(!isMadeFor);
		}
	}
});
