/** The embedded provider: all four wire formats on one port, their files on another. See README.md. */

import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { bigVideo } from './bigVideo';
import { Cdn } from './cdn';
import { apiyi } from './apiyi';
import { usualManner } from './downloads';
import { eachlabs } from './eachlabs';
import { FaultBoard } from './faults';
import { listen } from './http';
import type { Plan, Script } from './plan';
import type { Manner, SimulatedProvider, World } from './provider';
import type { Bill, RecordedRequest, Violation, WebhookDelivery } from './records';
import type { Content } from './reply';
import { openAiVideos } from './openAiVideos';
import { router } from './router';
import { hasEnded, TaskStore, type SimulatedTask, type TaskState } from './tasks';
import { waveSpeed } from './waveSpeed';
import { Webhooks } from './webhooks';

export type { Plan, Script } from './plan';
export type { FaultName, FaultPoint, FaultRule } from './faults';
export { billsSubmit, FAULT_NAMES } from './faults';
export type { Bill, CallKind, RecordedRequest, Violation, WebhookDelivery } from './records';
export type { Content } from './reply';
export type { SimulatedTask, TaskState } from './tasks';
export { mediaPath } from './media';
export { standardSignature, waveSpeedSignature } from './webhooks';

/** One value for all providers, or one for some of them. */
type PerProvider<T> = T | Partial<Record<ProviderName, T>>;

export interface SimulatorOptions {
	/** 0 (default): any free one. */
	port?: number;
	/** Of the file host. 0 (default): any free one. */
	cdnPort?: number;
	/** Default: `test-key`. */
	keys?: PerProvider<string>;
	/** From the start of a render to its end (200). */
	renderMs?: number | ((index: number, input: Record<string, unknown>) => number);
	/** Milliseconds since 1970. Default: `Date.now`. */
	now?: () => number;
	/** Tasks alive at once. WaveSpeed lets the rest wait, the others refuse it with 429. Default: no limit. */
	concurrency?: PerProvider<number>;
	/** Submits in a minute; above it 429. Default: no limit. */
	perMinute?: PerProvider<number>;
	/** How long a video's address is valid. Default: the provider's own time. */
	addressLifeMs?: number;
	/** Between two attempts to deliver a callback. Default: the provider's own times. */
	callbackRetryMs?: number;
	/** Default: as in November 2026. */
	manner?: Partial<Manner>;
	script?: Script;
}

export interface NewTask {
	provider: ProviderName;
	model: string;
	input?: Record<string, unknown>;
	/** When it was accepted. Default: now. */
	at?: number;
	plan?: Plan;
}

export interface Simulator {
	readonly port: number;
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	/** Where pictures, uploads and videos are. */
	readonly cdnUrl: string;
	/** What belongs into the provider's credential. */
	baseUrl(provider: ProviderName): string;
	key(provider: ProviderName): string;
	/** The same provider at a port that refuses every connection. */
	refusing(provider: ProviderName): string;
	/** The address of a file in `media/`. */
	pictureUrl(name: string): string;

	readonly bills: readonly Bill[];
	readonly tasks: readonly SimulatedTask[];
	readonly requests: readonly RecordedRequest[];
	readonly violations: readonly Violation[];
	readonly deliveries: readonly WebhookDelivery[];

	readonly faults: FaultBoard;
	/** May be changed at any time. */
	readonly manner: Manner;
	/** `whsec_…` */
	readonly waveSpeedWebhookSecret: string;
	script(script: Script): void;
	/** A task of the account that nobody submitted over HTTP (and a bill, like any). */
	addTask(task: NewTask): SimulatedTask;
	state(taskId: string): TaskState;
	/** Ends a living task now. @throws Error where there is no such task. */
	end(taskId: string, plan?: Plan): void;
	/** The address of a completed task's video, as the provider would give it. */
	videoUrl(taskId: string): string;
	/** A video of this many bytes for `Plan.video`; never held in memory. */
	bigVideo(bytes: number): Content;
	/** Sends what is due, where the clock is not the real one. */
	deliverDue(): Promise<void>;
	/** Sends the task's callback once more. */
	repeatCallback(taskId: string): Promise<WebhookDelivery | null>;

	/** Forgets tasks, records, faults and the script. */
	reset(): void;
	/** Cuts every connection. */
	close(): Promise<void>;
}

const BASE_PATHS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: '/wavespeed',
	apiyi: '/apiyi',
	eachlabs: '/eachlabs',
	openAiCompatible: '/openai/v1',
};

function perProvider<T extends string | number>(
	value: PerProvider<T> | undefined,
	otherwise: T,
): Record<ProviderName, T> {
	const same = typeof value === 'object' || value === undefined ? otherwise : value;
	const some = typeof value === 'object' ? value : {};
	return {
		waveSpeed: same,
		apiyi: same,
		eachlabs: same,
		openAiCompatible: same,
		...some,
	} as Record<ProviderName, T>;
}

function usualMannerOfAll(): Manner {
	return {
		retired: true,
		downloads: usualManner(),
		contentBeforeCompletion: 404,
		seedanceFalseGzip: true,
		apiyiGroup: null,
		projectWebhook: null,
		uploadLimit: 300_000_000,
	};
}

/** A port that is taken by an open connection: nobody listens there, and nobody else can get it. */
async function closedPort(): Promise<{ port: number; free: () => void }> {
	const server = createServer((socket) => socket.on('error', () => undefined).unref());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const client: Socket = await new Promise((resolve) => {
		const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () =>
			resolve(socket),
		);
	});
	client.on('error', () => undefined).unref();
	server.close();
	return { port: client.localPort ?? 1, free: () => client.destroy() };
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
			// Only WaveSpeed lets tasks wait; the others refuse what is too much.
			concurrency: (provider) => (provider === 'waveSpeed' ? concurrency.waveSpeed : Infinity),
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
	providers.push(waveSpeed(world), eachlabs(world), openAiVideos(world), apiyi(world));

	const common = { now, keys, faults, requests, violations };
	const closed = await closedPort();
	const api = await listen(options.port ?? 0, {
		...common,
		route: router(world, providers, (provider) => perMinute[provider]),
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
		key: (provider) => keys[provider],
		refusing: (provider) => `http://127.0.0.1:${closed.port}${BASE_PATHS[provider]}`,
		pictureUrl: (name) => `${cdn.base}/pictures/${name}`,
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
		},
		close: async () => {
			webhooks.close();
			closed.free();
			await Promise.all([api.close(), files.close()]);
		},
	};
}
