/** Writes the catalogue into docs/models.md, for those who choose a model: `npx tsx scripts/models.ts`. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_NAMES, type Model, type ProviderName } from '../nodes/Sora/models/model';
import { priceText } from '../nodes/Sora/models/price';
import { PROVIDERS } from '../nodes/Sora/providers';

export const MODELS_DOCUMENT = join(__dirname, '../docs/models.md');

const INTRODUCTION = `# Models

The models that the nodes know without asking the provider. This page is written from the catalogue
(\`nodes/Sora/providers/*/catalogue.ts\`) by \`npx tsx scripts/models.ts\`; \`npm test\` fails if the two differ.

- The _Model_ field lists these models, and also those that the provider itself lists for your key. You can enter any other ID (_By ID_):
  it's checked against the provider's own description if there is one, and passed on unchecked if not.
- What a model doesn't take is rejected before you pay anything. "any" means that we know no limit, "–" that there is nothing to choose.
- "Last frame": whether the model takes the image that the video ends on. "References": how many images of what the video must show it
  takes; "without frames" means that they exclude a first and a last frame, so use them in Sora Text to Video.
- Prices are what the providers published in autumn 2026, in US dollars unless it says otherwise. Your provider's price list decides.
  A price "from" is only a lowest price or an example, so no estimate is computed from it.
- The default model of each node is in bold.
`;

function secondsOf({ durations }: Model): string {
	if (durations === null) return 'any';
	return 'oneOf' in durations ? durations.oneOf.join(', ') : `${durations.from} to ${durations.to}`;
}

function choiceOf(model: Model, word: 'aspectRatio' | 'resolution'): string {
	const values = word === 'aspectRatio' ? model.aspectRatios : model.resolutions;
	if (values === null) return model.inputs[word] || model.inputs.size ? 'any' : '–';
	return values.length === 0 ? '–' : values.join(', ');
}

function lastFrameOf({ inputs: { lastImage } }: Model): string {
	if (lastImage === undefined) return '–';
	return lastImage.isRequired ? 'required' : 'yes';
}

function referencesOf({ inputs: { referenceImages: field } }: Model): string {
	if (field === undefined) return '–';
	const count = field.most === null ? 'yes' : `up to ${field.most}`;
	const isEither = field.withoutFrames && field.isRequired !== true;
	return isEither ? `${count}, without frames` : count;
}

function priceOf({ price }: Model): string {
	return priceText(price) || 'not known';
}

function row(model: Model): string {
	const { id, name, kind, provider } = model;
	const isDefault = PROVIDERS[provider].defaultModels[kind].id === id;
	const cells = [
		isDefault ? `**${name}**` : name,
		`\`${id}\``,
		kind,
		secondsOf(model),
		choiceOf(model, 'aspectRatio'),
		choiceOf(model, 'resolution'),
		lastFrameOf(model),
		referencesOf(model),
		priceOf(model),
	];
	return `| ${cells.join(' | ')} |`;
}

function section(provider: ProviderName): string {
	const live = PROVIDERS[provider].catalogue.filter(({ state }) => state.kind === 'live');
	const retired = PROVIDERS[provider].catalogue.flatMap(({ id, kind, state }) =>
		state.kind === 'retired'
			? [`| \`${id}\` | ${kind} | ${state.on} | \`${state.replacement}\` |`]
			: [],
	);
	return [
		`## ${PROVIDERS[provider].displayName}`,
		'',
		'| Model | ID | From | Seconds | Aspect ratio | Resolution | Last frame | References | Price |',
		'|---|---|---|---|---|---|---|---|---|',
		...live.map(row),
		'',
		'Switched off. The nodes still accept these IDs, because a host may serve them, and always add a warning:',
		'',
		'| ID | From | Switched off on | Use instead |',
		'|---|---|---|---|',
		...retired,
		'',
	].join('\n');
}

export function modelsDocument(): string {
	return [INTRODUCTION, ...PROVIDER_NAMES.map(section)].join('\n');
}

if (require.main === module) writeFileSync(MODELS_DOCUMENT, modelsDocument());
