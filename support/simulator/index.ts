/** The embedded provider: every wire format on one port, their files on another. See README.md. */

import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { apiyi } from './providers/apiyi';
import { bigVideo } from './files/bigVideo';
import { Cdn } from './files/cdn';
import { usualManner } from './files/downloads';
import { eachlabs } from './providers/eachlabs/eachlabs';
import { fal } from './providers/fal/fal';
import { falPlatform, falStorage } from './providers/fal/hosts';
import { FaultBoard } from './faults';
import { listen } from './server/http';
import { openAiVideos } from './providers/openAiCompatible';
import { openRouter } from './providers/openRouter/openRouter';
import type { Manner, SimulatedProvider, World } from './provider';
import type { RecordedRequest, Violation } from './records';
import { closedPort } from './server/refusing';
import { MinuteCounter, router } from './server/router';
import type { PerProvider, Simulator, SimulatorOptions } from './simulator';
import { hasEnded, TaskStore, type SimulatedTask } from './tasks';
import { waveSpeed } from './providers/waveSpeed/waveSpeed';
import { Webhooks } from './webhooks';

export type { Plan, Script } from './plan';
export { HOST_MANNERS, type HostName } from './hosts';
export type { NewTask, Simulator, SimulatorOptions } from './simulator';
export type { Manner } from './provider';
export type { FaultName, FaultPoint, FaultRule } from './faults';
export { billsSubmit, FAULT_NAMES } from './faults';
export type { Bill, CallKind, RecordedRequest, Violation, WebhookDelivery } from './records';
export type { Content } from './server/reply';
export type { SimulatedTask, TaskState } from './tasks';
export { mediaPath } from './files/media';
export { falSignature } from './providers/fal/fal';
export {
	eachlabsSignature,
	openRouterSignature,
	standardSignature,
	waveSpeedSignature,
} from './webhooks';

const BASE_PATHS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: '/wavespeed',
	apiyi: '/apiyi',
	eachlabs: '/eachlabs',
	fal: '/fal',
	openRouter: '/openrouter/api/v1',
	openAiCompatible: '/openai/v1',
};

/** The other base URLs of the credential, for those that have any. */
const OTHER_PATHS: Readonly<Partial<Record<ProviderName, Record<string, string>>>> = {
	fal: { platformBaseUrl: '/fal-platform', storageBaseUrl: '/fal-storage' },
};

/** Providers with a queue for what an account may not run yet. */
const LETS_WAIT: readonly ProviderName[] = ['waveSpeed', 'fal'];

function perProvider<T extends string | number>(
	value: PerProvider<T> | undefined,
	otherwise: T,
): Record<ProviderName, T> {
	const same = typeof value === 'object' || value === undefined ? otherwise : value;
	const some = typeof value === 'object' ? value : {};
	const all = PROVIDER_NAMES.map((name) => [name, some[name] ?? same] as const);
	return Object.fromEntries(all) as Record<ProviderName, T>;
}

function usualMannerOfAll(): Manner {
	return {
		retired: true,
		downloads: usualManner(),
		contentBeforeCompletion: 404,
		seedanceFalseGzip: true,
		apiyiGroup: null,
		host: null,
		projectWebhook: null,
		waveSpeedEcho: false,
		waveSpeedDiscount: 0,
		waveSpeedSettleMs: 0,
		openRouterUrls: true,
		openRouterSecret: null,
		uploadLimit: 300_000_000,
	};
}

/** @throws where a port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { renderMs = 200, now = Date.now, addressLifeMs, callbackRetryMs } = options;
	const keys = perProvider(options.keys, 'test-key');
	const concurrency = perProvider(options.concurrency, Infinity);
	const perMinute = perProvider(options.perMinute, Infinity);
	const manner: Manner = { ...usualMannerOfAll(), ...options.manner };
	const faults = new FaultBoard();
	const requests: RecordedRequest[] = [];
	const violations: Violation[] = [];
	const submits = new MinuteCounter();

	const providers: SimulatedProvider[] = [];
	const providerOf = (name: ProviderName) => {
		const provider = providers.find((entry) => entry.name === name);
		if (!provider) throw new Error(`the simulator does not speak ${name}`);
		return provider;
	};
	const webhooks: Webhooks = new Webhooks({
		now,
		callbackOf: (task) => providerOf(task.provider).callback(task),
		hasEnded: (task) => hasEnded(tasks.state(task)),
		retryMs: (task, attempt) =>
			callbackRetryMs ?? providerOf(task.provider).callbackRetryMs(attempt),
	});
	const tasks: TaskStore = new TaskStore(
		{
			now,
			renderMs: typeof renderMs === 'number' ? () => renderMs : renderMs,
			// The others refuse what is too much.
			concurrency: (provider) => (LETS_WAIT.includes(provider) ? concurrency[provider] : Infinity),
		},
		(task) => webhooks.expect(task),
	);
	if (options.script) tasks.script = options.script;
	const cdn = new Cdn({
		now,
		tasks,
		manner: () => manner.downloads,
		addressLifeMs: (provider) => addressLifeMs ?? providerOf(provider).addressLifeMs,
	});
	let origin = '';
	const world: World = {
		now,
		origin: () => origin,
		tasks,
		cdn,
		webhooks,
		manner,
		concurrency: (provider) => concurrency[provider],
	};
	providers.push(
		waveSpeed(world),
		eachlabs(world),
		openAiVideos(world),
		apiyi(world),
		openRouter(world),
		fal(world),
		falPlatform(world),
		falStorage(world),
	);

	const common = { now, keys, faults, requests, violations };
	const closed = await closedPort();
	const api = await listen(options.port ?? 0, {
		...common,
		route: router(world, providers, submits, (provider) => perMinute[provider]),
	});
	const files = await listen(options.cdnPort ?? 0, {
		...common,
		route: (method, url) => cdn.route(method, url),
	});
	origin = `http://127.0.0.1:${api.port}`;
	cdn.base = `http://127.0.0.1:${files.port}/files`;

	const known = (taskId: string): SimulatedTask => {
		const task = tasks.byAnyId(taskId);
		if (!task) throw new Error(`the simulator has no task ${taskId}`);
		return task;
	};

	return {
		port: api.port,
		origin,
		cdnUrl: cdn.base,
		baseUrl: (provider) => origin + BASE_PATHS[provider],
		baseUrls: (provider) => {
			const others = Object.entries(OTHER_PATHS[provider] ?? {});
			return {
				baseUrl: origin + BASE_PATHS[provider],
				...Object.fromEntries(others.map(([field, path]) => [field, origin + path])),
			};
		},
		key: (provider) => keys[provider],
		refusing: (provider) => `http://127.0.0.1:${closed.port}${BASE_PATHS[provider]}`,
		imageFileUrl: (name) => `${cdn.base}/pictures/${name}`,
		bills: tasks.bills,
		tasks: tasks.all,
		requests,
		violations,
		deliveries: webhooks.deliveries,
		faults,
		manner,
		waveSpeedWebhookSecret: webhooks.waveSpeedSecret,
		script: (script) => void (tasks.script = script),
		addTask: ({ input = {}, ...task }) =>
			tasks.accept({ ...task, input, id: providerOf(task.provider).newId }),
		state: (taskId) => tasks.state(known(taskId)),
		end: (taskId, plan = {}) => {
			tasks.end(known(taskId), plan);
			webhooks.expect(known(taskId));
		},
		videoUrl: (taskId) => cdn.videoUrl(known(taskId)),
		bigVideo,
		deliverDue: () => webhooks.deliverDue(tasks.all),
		repeatCallback: (taskId) => webhooks.repeat(known(taskId)),
		reset: () => {
			tasks.clear();
			tasks.script = options.script ?? (() => undefined);
			requests.length = 0;
			violations.length = 0;
			webhooks.forget();
			faults.clear();
			submits.clear();
			cdn.uploads.clear();
		},
		close: async () => {
			webhooks.close();
			closed.free();
			await Promise.all([api.close(), files.close()]);
		},
	};
}
