/** What an execution may do: which nodes, in what order, with which providers. */

import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import type { Chance } from './random';

export const SHAPES = [
	/** Sora Text to Video. */
	'text',
	/** Sora Image to Video, with a first image that is uploaded, and a last one by its address. */
	'image',
	/** Sora Text to Video, and what comes out goes on in Sora Video to Video. */
	'video',
	/** Sora Text to Video with Return Last Frame. */
	'lastFrame',
	/** Sora Text to Video that only submits, then Sora Get Result. */
	'getResult',
	/** Sora Text to Video in a sub-workflow. */
	'subWorkflow',
] as const;
export type Shape = (typeof SHAPES)[number];

export const WAIT_MODES = ['wait', 'suspend', 'submit'] as const;
export type WaitMode = (typeof WAIT_MODES)[number];

export interface Recipe {
	provider: ProviderName;
	shape: Shape;
	waitMode: WaitMode;
}

/** Max Cost in US dollars: none, more than any video costs, less than any does. */
export const MAX_COSTS = { none: 0, above: 1_000, below: 0.000_1 } as const;
export type MaxCost = keyof typeof MAX_COSTS;

/** An execution, as it is begun. */
export interface Begun extends Recipe {
	maxCost: MaxCost;
	prompts: readonly string[];
}

/** The mark by which a prompt is found again in bills and executions: no two are the same. */
export const MARK = /chaos-\d+-\d+(?:-further)?/;

/** What the prompt of the second video in an execution has more than that of the first. */
export const FURTHER = '-further';

function canBe({ provider, shape, waitMode }: Recipe): boolean {
	const { callback, lastFrame } = PROVIDER_INFOS[provider].can;
	if (waitMode === 'suspend' && !callback) return false;
	if (shape === 'getResult') return waitMode === 'submit';
	return shape !== 'lastFrame' || (lastFrame === true && waitMode !== 'submit');
}

export const RECIPES: readonly Recipe[] = PROVIDER_NAMES.flatMap((provider) =>
	SHAPES.flatMap((shape) => WAIT_MODES.map((waitMode) => ({ provider, shape, waitMode }))),
).filter(canBe);

const CHANCE_OF_MAX_COST = 0.3;
/** Nobody knows what its hosts take, so that no Max Cost lets a run pass. */
const WITHOUT_PRICES: ProviderName = 'openAiCompatible';

export function drawExecution(number: number, chance: Chance): Begun {
	const shape = chance.oneOf(SHAPES);
	const recipe = chance.oneOf(RECIPES.filter((each) => each.shape === shape));
	const hasMaxCost = chance.happens(CHANCE_OF_MAX_COST);
	const mayPass = chance.happens(0.5) && recipe.provider !== WITHOUT_PRICES;
	const maxCost = !hasMaxCost ? 'none' : mayPass ? 'above' : 'below';
	const prompts = Array.from(
		{ length: chance.between(1, 4) },
		(_, item) => `waves chaos-${number}-${item}`,
	);
	return { ...recipe, maxCost, prompts };
}

/** Of the production webhook that begins it. */
export function pathOf({ provider, shape, waitMode }: Recipe): string {
	return `${provider}-${shape}-${waitMode}`;
}
