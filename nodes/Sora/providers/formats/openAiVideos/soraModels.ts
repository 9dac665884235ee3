/** Sora 2 under OpenAI's own IDs, as OpenAI sold it and gateways relayed it until 2026-09-24. */

import type { FrameSize, InputNames, StillKind } from '../../../models/model';
import { perSecond } from '../../../models/price';
import type { Entry } from '../../../models/entry';
import { oneOf, retired } from '../../../models/entry';

const SHUT_DOWN = '2026-09-24';

/** The image, as a file among the fields. */
export const OPENAI_IMAGE: InputNames['image'] = { name: 'input_reference' };
export const OPENAI_CLIP: InputNames['video'] = { name: 'video' };
/** OpenAI takes seconds as a string. */
export const OPENAI_SECONDS: InputNames['duration'] = { name: 'seconds', as: 'string' };

const STANDARD_SIZES: readonly FrameSize[] = ['720x1280', '1280x720'];
const PRO_SIZES: readonly FrameSize[] = [
	...STANDARD_SIZES,
	'1024x1792',
	'1792x1024',
	'1080x1920',
	'1920x1080',
];

const STANDARD_PRICE = perSecond(0.1);
const PRO_PRICE = perSecond({ '720p': 0.3, '1024p': 0.5 });

interface Host {
	seconds: readonly number[];
	/** What to use there instead. */
	replacement: Readonly<Record<StillKind, string>>;
	source: string;
}

/** Both kinds of an OpenAI model: an image must have the very pixels of the frame. */
export function openAiSora(
	id: string,
	name: string,
	tier: 'standard' | 'pro',
	{ seconds, replacement, source }: Host,
): readonly Entry[] {
	const isPro = tier === 'pro';
	const kinds: readonly StillKind[] = ['text', 'image'];
	return kinds.map((kind) => ({
		id,
		name,
		kind,
		durations: oneOf(...seconds),
		aspectRatios: ['9:16', '16:9'],
		resolutions: isPro ? ['720p', '1024p', '1080p'] : ['720p'],
		inputs: {
			duration: OPENAI_SECONDS,
			size: { name: 'size', separator: 'x', sizes: isPro ? PRO_SIZES : STANDARD_SIZES },
			...(kind === 'image' ? { image: OPENAI_IMAGE } : {}),
		},
		exactFrame: kind === 'image',
		price: isPro ? PRO_PRICE : STANDARD_PRICE,
		state: retired(SHUT_DOWN, replacement[kind]),
		source,
	}));
}
