/** What the requests of a run will cost: asked of the provider, each distinct one once, or computed. */

import { estimateOf, type Estimate } from '../../models/estimate';
import { mapImages } from '../../models/mediaInputs';
import type { InputNames } from '../../models/model';
import type { ProviderCall } from '../../providers/http';
import type { Provider } from '../../providers/provider';
import type { RequestImage, VideoRequest } from '../../providers/video';
import type { Money } from '../../shared/money';
import { exchange } from '../exchange';
import type { JobRequest } from '../job';
import { Limiter } from '../limiter';
import type { Ports } from '../ports';

/** All price calls of a run together. */
export const PRICE_PATIENCE_MS = 5_000;
const PRICE_CALLS_AT_ONCE = 8;

type AskingPorts = Pick<Ports, 'http' | 'clock'>;

/** Stands for an image that is uploaded later: which one it is makes no difference to the price. */
const SOME_IMAGE: RequestImage = { kind: 'url', url: 'https://example.com/image.png' };

/** As it will be submitted. */
function whole({ image, lastImage, referenceImages, ...request }: JobRequest): VideoRequest {
	const images = { image, lastImage, referenceImages };
	return { ...request, ...mapImages(images, (one) => (one.kind === 'url' ? one : SOME_IMAGE)) };
}

/** Texts and seeds: what a video shows, and not what it costs. */
const FREE_INPUTS: ReadonlyArray<keyof InputNames> = ['negativePrompt', 'seed'];

/** Without all that makes no difference to the price. Two requests that are equal then cost the same. */
function priced(job: JobRequest): VideoRequest {
	const request = whole(job);
	const free = FREE_INPUTS.flatMap((option) => request.model.inputs[option]?.name ?? []);
	return {
		...request,
		prompt: '',
		...mapImages(request, () => SOME_IMAGE),
		inputs: Object.fromEntries(
			Object.entries(request.inputs).filter(([name]) => !free.includes(name)),
		),
	};
}

/**
 * One estimate for each request, in their order; null where nobody knows. Takes five seconds at most,
 * and never rejects.
 */
export async function estimateRequests(
	provider: Provider,
	requests: readonly JobRequest[],
	{ http, clock }: AskingPorts,
): Promise<Array<Estimate | null>> {
	const { price } = provider;
	if (!price) return requests.map((request) => estimateOf(request.model, request));
	const deadline = clock.now() + PRICE_PATIENCE_MS;
	const limiter = new Limiter(PRICE_CALLS_AT_ONCE);
	const answers = new Map<string, Promise<Money | null>>();

	const ask = async (call: ProviderCall, request: VideoRequest): Promise<Money | null> =>
		await limiter.use(async () => {
			const timeLimitMs = deadline - clock.now();
			if (timeLimitMs <= 0 || clock.stopped) return null;
			const decoded = await exchange(http, { ...call, timeLimitMs }, (response) =>
				price.parse(response, request),
			);
			return decoded.ok ? decoded.value : null;
		});

	const answerTo = async (request: JobRequest): Promise<Money | null> => {
		const alike = price.call(priced(request));
		const asSubmitted = whole(request);
		const call = price.call(asSubmitted);
		if (alike === null || call === null) return null;
		const key = JSON.stringify([alike, request.model.kind]);
		const answer = answers.get(key) ?? ask(call, asSubmitted);
		answers.set(key, answer);
		return await answer;
	};

	return await Promise.all(
		requests.map(async (request): Promise<Estimate | null> => {
			const money = await answerTo(request);
			return money ? { ...money, basis: 'provider' } : estimateOf(request.model, request);
		}),
	);
}
