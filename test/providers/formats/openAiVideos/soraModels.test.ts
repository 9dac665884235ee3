import { writeInputs } from '../../../../nodes/Sora/models/inputs';
import type { ModelKind } from '../../../../nodes/Sora/models/model';
import {
	defaultModelId,
	findModel,
	replacementOf,
} from '../../../../nodes/Sora/providers/findModel';

const PROVIDERS = ['apiyi', 'openAiCompatible'] as const;
const KINDS: readonly ModelKind[] = ['text', 'image'];

function known(provider: (typeof PROVIDERS)[number], id: string, kind: ModelKind) {
	const model = findModel(provider, id, kind);
	if (model?.kind !== kind) throw new Error(`${provider} has no ${kind} model ${id}`);
	return model;
}

describe("Sora 2 under OpenAI's own IDs", () => {
	const all = PROVIDERS.flatMap((provider) =>
		KINDS.flatMap((kind) => ['sora-2', 'sora-2-pro'].map((id) => [provider, id, kind] as const)),
	);

	it.each(all)('at %s %s for %s was switched off and names what works', (provider, id, kind) => {
		const model = known(provider, id, kind);
		const replacement = known(provider, replacementOf(model) ?? '', kind);

		expect(model.state).toMatchObject({ kind: 'retired', on: '2026-09-24' });
		expect(replacement.state.kind).toBe('live');
	});

	it.each(all)('at %s %s wants a picture of the frame only for %s', (provider, id, kind) => {
		expect(known(provider, id, kind).exactFrame).toBe(kind === 'image');
	});

	it.each([
		['sora-2', '720p', '9:16', '720x1280'],
		['sora-2', '720p', '16:9', '1280x720'],
		['sora-2-pro', '1024p', '16:9', '1792x1024'],
		['sora-2-pro', '1080p', '9:16', '1080x1920'],
	] as const)('%s renders %s at %s as %s', (id, resolution, aspectRatio, size) => {
		const written = writeInputs(known('apiyi', id, 'text'), {
			resolution,
			aspectRatio,
			durationSeconds: 12,
		});

		expect(written).toEqual({ inputs: { seconds: '12', size }, problems: [], warnings: [] });
	});

	it.each([
		['sora-2', { resolution: '1080p' }],
		['sora-2', { durationSeconds: 5 }],
		['sora-2-pro', { aspectRatio: '1:1' }],
		['sora-2-pro', { negativePrompt: 'blur' }],
		['sora-2-pro', { seed: 1 }],
	] as const)('%s does not take %j', (id, words) => {
		expect(writeInputs(known('apiyi', id, 'text'), words).problems).toHaveLength(1);
	});

	it('takes at APIYI the seconds of its relay, elsewhere also those of the guide', () => {
		const twenty = { durationSeconds: 20 };

		expect(writeInputs(known('apiyi', 'sora-2', 'text'), twenty).problems).toHaveLength(1);
		expect(writeInputs(known('openAiCompatible', 'sora-2', 'text'), twenty).problems).toEqual([]);
	});
});

describe("a new node's model", () => {
	it.each(PROVIDERS.flatMap((provider) => KINDS.map((kind) => [provider, kind] as const)))(
		'at %s for %s is live and takes what the node asks for',
		(provider, kind) => {
			const model = known(provider, defaultModelId(provider, kind), kind);
			const words = { durationSeconds: 4, aspectRatio: '9:16', resolution: '720p' } as const;

			expect(model.state.kind).toBe('live');
			expect(writeInputs(model, words)).toMatchObject({ problems: [], warnings: [] });
		},
	);
});

describe('Seedance at APIYI', () => {
	it('takes 1080p in the standard model only', () => {
		const full = { resolution: '1080p' };

		expect(writeInputs(known('apiyi', 'doubao-seedance-2-0-260128', 'text'), full).inputs).toEqual({
			resolution: '1080p',
		});
		expect(
			writeInputs(known('apiyi', 'doubao-seedance-2-0-fast-260128', 'text'), full).problems,
		).toHaveLength(1);
	});

	it('follows the picture in 2.5, which refuses a ratio beside a first frame', () => {
		const wide = { aspectRatio: '16:9' } as const;
		const id = 'doubao-seedance-2-5-260628';

		expect(writeInputs(known('apiyi', id, 'text'), wide).inputs).toEqual({ ratio: '16:9' });
		expect(writeInputs(known('apiyi', id, 'image'), wide).problems).toHaveLength(1);
	});
});
