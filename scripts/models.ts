/** Writes the catalogue into docs/models.md, for those who choose a model: `npx tsx scripts/models.ts`. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../nodes/Sora/providers/catalogue';
import { DEFAULT_MODELS } from '../nodes/Sora/models/defaults';
import { PROVIDER_NAMES, type Model, type ProviderName } from '../nodes/Sora/models/model';
import { PROVIDERS } from '../nodes/Sora/providers';

export const MODELS_DOCUMENT = join(__dirname, '../docs/models.md');

const INTRODUCTION = `# Models

What the nodes know without asking. Written from the catalogue (\`nodes/Sora/providers/*/catalogue.ts\`) by
\`npx tsx scripts/models.ts\`; \`npm test\` fails where the two differ.

- The _Model_ field lists these, and what the provider itself lists for your key besides. Any other ID can be typed (_By ID_):
  it is checked against the provider's own description where there is one, and else passed on unchecked.
- What a model does not take is refused before anything is paid. "any" means that we know no limit, "–" that there is nothing to choose.
- Prices are those that the providers published in autumn 2026, in US dollars where nothing else is said. Your provider's price list decides.
- The default of each node is set in bold.
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

function priceOf({ price: { usdPerSecond, usdPerVideo, note } }: Model): string {
	const cost =
		usdPerSecond !== undefined
			? `$${usdPerSecond} a second`
			: usdPerVideo !== undefined
				? `from $${usdPerVideo} a video`
				: '';
	return [cost, note ?? ''].filter(Boolean).join('; ') || 'not known';
}

function row(model: Model): string {
	const { id, name, kind, provider } = model;
	const isDefault = DEFAULT_MODELS[provider][kind].id === id;
	const cells = [
		isDefault ? `**${name}**` : name,
		`\`${id}\``,
		kind,
		secondsOf(model),
		choiceOf(model, 'aspectRatio'),
		choiceOf(model, 'resolution'),
		priceOf(model),
	];
	return `| ${cells.join(' | ')} |`;
}

function section(provider: ProviderName): string {
	const live = CATALOGUE[provider].filter(({ state }) => state.kind === 'live');
	const retired = CATALOGUE[provider].flatMap(({ id, kind, state }) =>
		state.kind === 'retired'
			? [`| \`${id}\` | ${kind} | ${state.on} | \`${state.replacement}\` |`]
			: [],
	);
	return [
		`## ${PROVIDERS[provider].displayName}`,
		'',
		'| model | ID | from | seconds | aspect ratio | resolution | price |',
		'|---|---|---|---|---|---|---|',
		...live.map(row),
		'',
		'Switched off. Still taken, because a host may serve it, and always with a warning:',
		'',
		'| ID | from | on | choose instead |',
		'|---|---|---|---|',
		...retired,
		'',
	].join('\n');
}

export function modelsDocument(): string {
	return [INTRODUCTION, ...PROVIDER_NAMES.map(section)].join('\n');
}

if (require.main === module) writeFileSync(MODELS_DOCUMENT, modelsDocument());
