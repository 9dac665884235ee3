/** What the requests of a run will cost: asked of the provider, each distinct one once, or computed. */

import { estimateOf, type Estimate } from '../../models/estimate';
import { mapImages } from '../../models/mediaInputs';
import type { InputNames } from '../../models/model';
import type { HttpResponse, ProviderCall } from '../../providers/http';
import type { Decoded, Provider } from '../../providers/provider';
import type { RequestImage, VideoRequest } from '../../providers/video';
import { exchange } from '../exchange';
import type { JobRequest } from '../job';
import { Limiter } from '../limiter';
import type { Ports } from '../ports';

/** All price calls of a run together. */
export const PRICE_PATIENCE_MS = 5_000;
const PRICE_CALLS_AT_ONCE = 8;

type AskingPorts = Pick<Ports, 'http' | 'clock'>;
type Price = NonNullable<Provider['price']>;

/** Stands for an image that is uploaded later: which one it is makes no difference to the price. */
const SOME_IMAGE: RequestImage = { kind: 'url', url: 'https://example.com/image.png' };

/** As it will be submitted. */
function whole({ image, lastImage, referenceImages, ...request }: JobRequest): VideoRequest {
	const images = { image, lastImage, referenceImages };
	return { ...request, ...mapImages(images, (one) => (one.kind === 'url' ? one : SOME_IMAGE)) };
}

/** What a clip is decides on the price, and one that is not uploaded yet can't be shown. */
function isPriced({ clips = [] }: JobRequest): boolean {
	return clips.every(({ kind }) => kind !== 'file');
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

/** Asks with each distinct call once. */
class PriceCalls {
	private readonly limiter = new Limiter(PRICE_CALLS_AT_ONCE);
	private readonly responses = new Map<string, Promise<HttpResponse | null>>();
	private readonly deadline: number;

	constructor(
		private readonly price: Price,
		private readonly ports: AskingPorts,
	) {
		this.deadline = ports.clock.now() + PRICE_PATIENCE_MS;
	}

	/** null where nothing can be asked, and where no response came in time. */
	async responseFor(request: JobRequest): Promise<HttpResponse | null> {
		const alike = this.price.call(priced(request));
		const call = this.price.call(whole(request));
		if (alike === null || call === null) return null;
		const key = JSON.stringify(alike);
		const response = this.responses.get(key) ?? this.send(call);
		this.responses.set(key, response);
		return await response;
	}

	private async send(call: ProviderCall): Promise<HttpResponse | null> {
		const { http, clock } = this.ports;
		return await this.limiter.use(async () => {
			const timeLimitMs = this.deadline - clock.now();
			if (timeLimitMs <= 0 || clock.stopped) return null;
			const decoded = await exchange(
				http,
				{ ...call, timeLimitMs },
				(response): Decoded<HttpResponse> => ({ ok: true, value: response }),
			);
			return decoded.ok ? decoded.value : null;
		});
	}
}

/**
 * One estimate for each request, in their order; null where nobody knows. Our own table stands in for a
 * provider that does not answer, and not for one whose answer is no price. Takes five seconds at most,
 * and never rejects.
 */
export async function estimateRequests(
	provider: Provider,
	requests: readonly JobRequest[],
	ports: AskingPorts,
): Promise<Array<Estimate | null>> {
	const { price } = provider;
	if (!price) return requests.map((request) => estimateOf(request.model, request));
	const calls = new PriceCalls(price, ports);
	return await Promise.all(
		requests.map(async (request): Promise<Estimate | null> => {
			const response = isPriced(request) ? await calls.responseFor(request) : null;
			const decoded = response && price.parse(response, whole(request));
			if (!decoded?.ok) return estimateOf(request.model, request);
			return decoded.value && { ...decoded.value, basis: 'provider' };
		}),
	);
}
