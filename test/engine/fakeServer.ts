/** The engine's world in virtual time: a clock, a server that renders and fails on cue, a ledger, a store. */

import type { HttpCall, HttpResult, NetworkFailure } from '../../nodes/Sora/providers/http';
import type { Provider } from '../../nodes/Sora/providers/provider';
import type { VideoRequest, VideoTask } from '../../nodes/Sora/providers/video';
import type {
	Http,
	IncomingVideo,
	Ledger,
	LedgerEntry,
	StreamResult,
	Ports,
} from '../../nodes/Sora/engine/ports';
import type { Job, JobTerms, RunSettings } from '../../nodes/Sora/engine/job';
import { runJobs } from '../../nodes/Sora/engine/runJobs';
import { fakeProvider } from './fakeProvider';
import { idIn, kindOf, promptIn, type CallKind } from './fakeCalls';
import { jobRequest, keysOf } from './imageFile';
import { VirtualClock } from './virtualClock';
import { file, responseOf, SMALL_MP4 } from './fakeFile';
import { waiting } from './terms';

interface Render {
	prompt: string;
	createdAt: number;
	/** It leaves the queue. */
	startsAt: number;
	readyAt: number;
	/** What was sent, where the server shows it. */
	input?: unknown;
	failure: VideoTask['failure'];
}

/** What a call meets instead of an answer. `lost`: the server did it, and the answer never came. */
export type Fault =
	| { status: number; body?: unknown; headers?: Record<string, string> }
	| { network: NetworkFailure }
	| { lost: NetworkFailure };

const LATENCY_MS = 50;

/** The base URL of the credential. */
export const FAKE_HOST = 'https://api.example/v1';

export class FakeServer implements Http {
	readonly clock = new VirtualClock();
	readonly renders = new Map<string, Render>();
	readonly calls: Array<{ kind: CallKind; at: number; id?: string; call: HttpCall }> = [];
	readonly stored: IncomingVideo[] = [];
	readonly entries: Record<string, LedgerEntry> = {};
	private readonly faults: Array<{ kind: CallKind; fault: Fault; times: number }> = [];
	renderMs: (prompt: string, index: number) => number = () => 60_000;
	failureOf: (prompt: string) => VideoTask['failure'] = () => null;
	/** Until the server has done what it was asked for. */
	latencyMs: (kind: CallKind) => number = () => LATENCY_MS;
	/** How long its answer takes on top. */
	lateMs: (kind: CallKind, prompt: string) => number = () => 0;
	/** Tasks show what they were made from. */
	showsInputs = false;
	/** How many tasks the server takes at a time. */
	capacity = Infinity;
	/** What it says to a task too many. */
	fullSays = 'too many tasks';
	/** How many of those that it has taken it renders at a time; the others are queued. */
	rendersAtATime = Infinity;
	files: (url: string, headers: Record<string, string>) => StreamResult = () => file(SMALL_MP4);

	/** The next `times` calls of this kind meet the fault. */
	fail(kind: CallKind, fault: Fault, times = 1): void {
		this.faults.push({ kind, fault, times });
	}

	/** No call meets a fault any more. */
	mend(): void {
		this.faults.length = 0;
	}

	count(kind: CallKind): number {
		return this.calls.filter((call) => call.kind === kind).length;
	}

	get bills(): number {
		return this.renders.size;
	}

	get inFlight(): number {
		return [...this.renders.values()].filter(({ readyAt }) => readyAt > this.clock.now()).length;
	}

	readonly ledger: Ledger = {
		get: (key) => this.entries[key],
		record: async (key, entry) => {
			if (entry === null) delete this.entries[key];
			else this.entries[key] = entry;
			await Promise.resolve();
		},
		taskIds: () =>
			new Set(Object.values(this.entries).flatMap(({ taskId }) => (taskId ? [taskId] : []))),
	};

	get ports(): Ports {
		return {
			http: this,
			clock: this.clock,
			ledger: this.ledger,
			videos: {
				save: async (video) => {
					const chunks: Uint8Array[] = [];
					for await (const chunk of video.bytes) chunks.push(chunk);
					this.stored.push(video);
					return { data: Buffer.concat(chunks).toString('hex'), mimeType: video.mimeType };
				},
			},
		};
	}

	start(
		requests: readonly VideoRequest[],
		terms: Partial<JobTerms> = {},
		settings: Partial<RunSettings> & { runIndex?: number; provider?: Provider } = {},
	) {
		const keys = keysOf(settings.runIndex ?? 0, requests.map(jobRequest));
		const jobs = requests.map((request, index): Job => ({
			kind: 'generate',
			request: jobRequest(request),
			terms: { ...waiting, ...terms },
			ledgerKey: keys[index],
		}));
		return this.startJobs(jobs, settings);
	}

	startJobs(jobs: readonly Job[], settings: Partial<RunSettings> & { provider?: Provider } = {}) {
		return runJobs(
			jobs,
			settings.provider ?? fakeProvider,
			{ maxConcurrent: 5, failFast: false, ...settings },
			this.ports,
		);
	}

	async run(...args: Parameters<FakeServer['start']>) {
		return await this.clock.run(this.start(...args));
	}

	async send(call: HttpCall): Promise<HttpResult> {
		const kind = kindOf(call);
		this.calls.push({ kind, at: this.clock.now(), call, id: idIn(call) });
		await this.clock.sleep(this.latencyMs(kind));
		const fault = this.nextFault(kind);
		if (fault && 'network' in fault) return { networkFailure: fault.network };
		if (fault && 'status' in fault) {
			const { status, body = '', headers = {} } = fault;
			return { response: { status, headers, body } };
		}
		const { status, body } = this.respond(kind, call);
		await this.clock.sleep(this.lateMs(kind, promptIn(call)));
		if (fault) return { networkFailure: fault.lost };
		return { response: { status, headers: {}, body } };
	}

	async stream(call: HttpCall): Promise<StreamResult> {
		this.calls.push({ kind: 'download', at: this.clock.now(), call });
		await this.clock.sleep(LATENCY_MS);
		const fault = this.nextFault('download');
		if (fault && 'network' in fault) return { networkFailure: fault.network };
		if (fault && 'status' in fault) {
			return { response: responseOf(fault.status, fault.headers ?? {}, []) };
		}
		return this.files(call.to === 'anywhere' ? call.url : call.path, call.headers ?? {});
	}

	addressOf(call: HttpCall): string {
		return call.to === 'provider' ? FAKE_HOST + call.path : call.url;
	}

	keyedPathOf(address: string): string | null {
		return address.startsWith(`${FAKE_HOST}/`) ? address.slice(FAKE_HOST.length) : null;
	}

	private nextFault(kind: CallKind): Fault | null {
		const found = this.faults.find((entry) => entry.kind === kind && entry.times > 0);
		if (!found) return null;
		found.times--;
		return found.fault;
	}

	private respond(kind: CallKind, call: HttpCall): { status: number; body: unknown } {
		if (kind === 'upload') return { status: 200, body: { url: 'https://files.example/picture' } };
		if (kind === 'list') {
			const ids = [...this.renders.keys()].reverse();
			return { status: 200, body: { tasks: ids.map((id) => this.taskOf(id)) } };
		}
		if (kind === 'submit') {
			if (this.inFlight >= this.capacity) {
				return { status: 429, body: { error: { code: 'full', message: this.fullSays } } };
			}
			const prompt = promptIn(call);
			const id = `task-${this.renders.size + 1}`;
			const createdAt = this.clock.now();
			const startsAt = this.nextStart(createdAt);
			const readyAt = startsAt + this.renderMs(prompt, this.renders.size);
			const input = call.body?.kind === 'json' ? call.body.value : null;
			this.renders.set(id, {
				prompt,
				createdAt,
				startsAt,
				readyAt,
				input,
				failure: this.failureOf(prompt),
			});
			return { status: 200, body: this.taskOf(id) };
		}
		const id = idIn(call) ?? '';
		if (!this.renders.has(id)) return { status: 404, body: { error: 'no such task' } };
		return { status: 200, body: this.taskOf(id) };
	}

	private nextStart(now: number): number {
		if (this.rendersAtATime === 0) return Infinity;
		const ends = [...this.renders.values()].map(({ readyAt }) => readyAt).sort((a, b) => b - a);
		return Math.max(now, ends[this.rendersAtATime - 1] ?? 0);
	}

	private taskOf(id: string): VideoTask {
		const render = this.renders.get(id);
		if (!render) throw new Error(`no render ${id}`);
		const isReady = this.clock.now() >= render.readyAt;
		const failure = isReady ? render.failure : null;
		const unfinished = this.clock.now() < render.startsAt ? 'queued' : 'running';
		return {
			id,
			status: failure ? 'failed' : isReady ? 'completed' : unfinished,
			progress: null,
			videoUrls: isReady && !failure ? [`https://cdn.example/${id}.mp4`] : [],
			videoBy: 'url',
			requestedModel: null,
			deliveredModel: 'toy-1',
			durationSeconds: 4,
			size: null,
			createdAt: new Date(render.createdAt).toISOString(),
			completedAt: null,
			expiresAt: null,
			cost: null,
			failure,
			prompt: render.prompt,
			readPath: null,
			response: this.showsInputs ? { input: render.input } : null,
		};
	}
}
