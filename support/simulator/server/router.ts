/** From a request to the provider and route that answer it. */

import type { ProviderName } from '../../../nodes/Sora/models/model';
import type { Refusals } from '../faults';
import type { Call, Destination } from './http';
import type { SimulatedProvider, World } from '../provider';
import { text, type Reply } from './reply';

const NOBODY = text(404, 'no provider lives below this prefix');
const NO_REFUSALS: Refusals = { unauthorized: NOBODY, quota: NOBODY, tooManyRequests: NOBODY };

/** Submits in the running minute, by the simulator's clock. */
export class MinuteCounter {
	private readonly counts = new Map<string, number>();

	/** Counts this one. */
	count(provider: ProviderName, now: number): number {
		const minute = `${provider} ${Math.floor(now / 60_000)}`;
		const count = (this.counts.get(minute) ?? 0) + 1;
		this.counts.set(minute, count);
		return count;
	}

	clear(): void {
		this.counts.clear();
	}
}

export function router(
	world: World,
	providers: readonly SimulatedProvider[],
	submits: MinuteCounter,
	perMinute: (provider: ProviderName) => number,
): (method: string, url: URL) => Destination {
	return (method, url) => {
		const provider = providers.find(({ prefix }) => url.pathname.startsWith(`/${prefix}/`));
		const path = url.pathname.slice((provider?.prefix.length ?? -1) + 1);
		const common: Pick<Destination, 'host' | 'taskId' | 'path' | 'keyForms' | 'expireAddress'> = {
			host: 'api',
			taskId: null,
			path,
			keyForms: provider?.keyForms ?? [],
			expireAddress: () => undefined,
		};
		if (!provider) {
			const handle = () => NOBODY;
			const rest = { provider: null, kind: 'other' as const, needsKey: false };
			return { ...common, ...rest, refusals: NO_REFUSALS, handle };
		}
		const { name, refusals } = provider;
		const isHead = method === 'HEAD';
		const route = provider.routes.find(
			(entry) => entry.method === (isHead ? 'GET' : method) && entry.path.test(path),
		);
		if (!route) {
			const rest = { provider: name, kind: 'other' as const, needsKey: false, refusals };
			return { ...common, ...rest, handle: provider.unknownRoute };
		}
		const parts = (route.path.exec(path) ?? []).slice(1).map((part) => decode(part ?? ''));
		const handle = (call: Call): Reply => {
			if (route.kind === 'submit' && submits.count(name, world.now()) > perMinute(name)) {
				return refusals.tooManyRequests;
			}
			return route.handle(call, parts);
		};
		const { kind, open } = route;
		const task = kind === 'download' ? world.tasks.find(name, parts[0] ?? '') : null;
		if (task) {
			common.taskId = task.id;
			common.expireAddress = () => void (task.address.expired = true);
		}
		return { ...common, provider: name, kind, needsKey: !open, refusals, handle };
	};
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
