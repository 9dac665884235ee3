/** One cell: a simulator of its own, one item, the fault, and a retry once the trouble is over. */

import { guard, SHORTENED } from './shortTimes';
import { readFileSync } from 'node:fs';
import type { INodeParameters } from 'n8n-workflow';
import type { HttpCall } from '../../nodes/Sora/providers/http';
import { credentialsFor } from '../harness/providers';
import { databaseFor } from '../harness/database';
import {
	retryDataOf,
	runNode,
	videoOf,
	type ExecutionOptions,
	type RunOptions,
	type RunResult,
} from '../harness/harness';
import {
	mediaPath,
	startSimulator,
	type Content,
	type FaultPoint,
	type Simulator,
} from '../../support/simulator';
import { cellName, type Cell, type Point } from './matrix';
import { complaintsAbout, type Details } from './complaints';
import type { End } from './expected';

export interface Result {
	end: End | 'somethingElse';
	bills: number;
	/** What the node said, for a test that fails. */
	said: string;
	/** What an error owes its reader and this one lacks. */
	complaints: string[];
	/** How often the fault struck. */
	struck: number;
	/** After the trouble is over; null where the first run has delivered. */
	retried: { end: End | 'somethingElse'; bills: number; said: string } | null;
	violations: number;
	/** Milliseconds of the first run, by the clock of the nodes. */
	tookMs: number;
}

/** Small, so that it can also come byte by byte; whole, by its boxes. */
function smallVideo(): Content {
	const box = (type: string, length: number) => {
		const bytes = Buffer.alloc(length, type);
		bytes.writeUInt32BE(length, 0);
		bytes.write(type, 4, 'latin1');
		return bytes;
	};
	const head = box('ftyp', 24);
	head.write('isom', 8, 'latin1');
	const bytes = Buffer.concat([head, box('moov', 200), box('mdat', 1_000)]);
	return {
		length: bytes.length,
		mimeType: 'video/mp4',
		etag: '"small"',
		bytes: (from, to) => [bytes.subarray(from, to)],
	};
}

const VIDEO = smallVideo();
const VIDEO_BYTES = Buffer.concat([...VIDEO.bytes(0, VIDEO.length)]);

/** Seconds. A fault that does not pass is waited for until the end, but for one that only takes its time. */
export const waitTimeout = ({ fault, times }: Cell) =>
	times === Infinity && fault !== 'slowDrip' ? 60 : 900;

/** What a call is for, by method and path. In this order. */
const CALLS: ReadonlyArray<readonly [string, RegExp, Point | 'other']> = [
	['PUT', /\/uploads\//, 'put'],
	['GET', /\/files\/videos\/|\/content(\?|$)/, 'download'],
	['POST', /\/media\/upload\/|\/upload\/(presign|initiate)/, 'upload'],
	['POST', /\/v3\/predictions$/, 'list'],
	['GET', /\/v1\/executions|\/videos\?|\/requests\/by-endpoint/, 'list'],
	['POST', /\/model\/price$/, 'price'],
	['GET', /\/models\/pricing\?|\/videos\/models$/, 'price'],
	['GET', /\/models?(\?|$)/, 'other'],
	['POST', /\/billings\/search$/, 'other'],
	['GET', /./, 'status'],
	['POST', /./, 'submit'],
];

function pointOf(call: HttpCall): Point | 'other' {
	const address = call.to === 'provider' ? call.path : new URL(call.url).pathname;
	const found = CALLS.find(([method, path]) => method === call.method && path.test(address));
	return found?.[2] ?? 'other';
}

interface Trouble {
	struck(): number;
	end(): void;
}

function refuseConnections(sim: Simulator, { provider, point, times }: Cell): Trouble {
	const baseUrl = sim.refusing(provider);
	let left: number = times;
	let struck = 0;
	guard(sim.baseUrl(provider), {
		refuse: (call) => {
			if (pointOf(call) !== point || left <= 0) return null;
			left--;
			struck++;
			return { baseUrl, origin: new URL(baseUrl).origin };
		},
	});
	return { struck: () => struck, end: () => (left = 0) };
}

/** OpenRouter's prices are in its list of models. */
function faultPointOf({ provider, point }: Cell): FaultPoint {
	if (point === 'price' && provider === 'openRouter') return 'models';
	return point === 'put' ? 'upload' : point;
}

function strike(sim: Simulator, cell: Cell): Trouble {
	const { provider, point, fault, times } = cell;
	if (fault === 'connectionRefused') return refuseConnections(sim, cell);
	const halves = { upload: 'POST', put: 'PUT' } as const;
	const method = point === 'upload' || point === 'put' ? halves[point] : null;
	const active = sim.faults.add({
		provider,
		on: faultPointOf(cell),
		fault,
		times,
		intervalMs: 1,
		// A rule with `match` waits for the body, which a connection that is cut before it does not.
		...(method === null || fault === 'resetBeforeRead'
			? {}
			: { match: (request) => request.method === method }),
		...(fault === 'resetBeforeRead' && point === 'put' ? { after: 1 } : {}),
	});
	return { struck: () => active.struck, end: () => active.remove() };
}

export async function runCell(cell: Cell): Promise<Result> {
	const { provider, point } = cell;
	const sim = await startSimulator({
		renderMs: 20,
		script: () => ({ video: VIDEO }),
		manner: { waveSpeedEcho: point === 'list' },
	});
	try {
		const lost = { provider, on: 'submit', fault: 'resetAfterRead', times: 1 } as const;
		if (point === 'list') sim.faults.add(lost);
		const trouble = strike(sim, cell);
		const options = await optionsFor(sim, cell, waitTimeout(cell));
		const startedAt = Date.now();
		const first = await runNode(options);
		const tookMs = (Date.now() - startedAt) * SHORTENED;
		const { end, said } = await endOf(sim, first);
		const result: Result = {
			end,
			bills: sim.bills.length,
			said,
			complaints: first.error ? complaintsAbout(sim, cell, first.error) : [],
			struck: trouble.struck(),
			retried: null,
			violations: 0,
			tookMs,
		};
		if (end !== 'delivered') {
			trouble.end();
			sim.faults.clear();
			const second = await runNode({ ...options, ...goingOn(cell, options, first) });
			result.retried = { ...(await endOf(sim, second)), bills: sim.bills.length };
		}
		return { ...result, violations: sim.violations.length };
	} finally {
		await sim.close();
	}
}

/** Below the price of any clip. */
const MAX_COST = 0.01;

/** What is asked for at fal, whose default model has a price that nobody can count beforehand. */
const PRICED_AT_FAL: INodeParameters = {
	model: { __rl: true, mode: 'id', value: 'acme/clip-1/text-to-video' },
	duration: 6,
	resolution: 'auto',
};

async function optionsFor(sim: Simulator, cell: Cell, seconds: number): Promise<RunOptions> {
	const { provider, point } = cell;
	const needsImage = point === 'upload' || point === 'put';
	const data = readFileSync(mediaPath('photo.jpg')).toString('base64');
	const image = { data: { data, mimeType: 'image/jpeg', fileName: 'photo.jpg' } };
	return {
		node: needsImage ? 'soraImageToVideo' : 'soraTextToVideo',
		items: [{ json: {}, ...(needsImage ? { binary: image } : {}) }],
		credentials: credentialsFor(sim, provider),
		parameters: {
			provider,
			prompt: 'A lighthouse in the rain',
			...(provider === 'fal' && point === 'price' ? PRICED_AT_FAL : {}),
			options: { waitTimeout: seconds, ...(point === 'price' ? { maxCost: MAX_COST } : {}) },
		},
		...(cell.retriedBy === 'caller' ? { execution: await firstCall(cell) } : {}),
	};
}

/** Each cell has a database of its own, in which all calls by one execution meet. */
async function firstCall(cell: Cell): Promise<ExecutionOptions> {
	const workflowId = cellName(cell);
	await databaseFor(workflowId);
	return {
		id: 'call-1',
		mode: 'integrated',
		workflowId,
		callerId: 'caller-1',
		rootMode: 'trigger',
	};
}

/** The failed execution with what n8n has stored of it, or another one, which knows nothing of it. */
function goingOn({ retriedBy }: Cell, { execution }: RunOptions, { run }: RunResult) {
	if (retriedBy === 'execution' || !execution) return { retryOf: retryDataOf(run) };
	return { execution: { ...execution, id: 'call-2' } };
}

async function endOf(
	sim: Simulator,
	{ error, items }: RunResult,
): Promise<{ end: Result['end']; said: string }> {
	if (!error) {
		const [item] = items;
		const bytes = item?.binary?.data ? await videoOf(item) : Buffer.alloc(0);
		const isWhole = bytes.equals(VIDEO_BYTES);
		const isOurs = item?.json.taskId === sim.bills[0]?.taskId;
		const isDelivered = item?.json.status === 'completed' && isWhole && isOurs;
		return { end: isDelivered ? 'delivered' : 'somethingElse', said: JSON.stringify(item?.json) };
	}
	const said = `${error.message} ${error.description ?? ''}`;
	const details = error.context?.data as unknown as Details | undefined;
	if (!details) return { end: 'somethingElse', said };
	const { taskId, submitted } = details;
	if (!submitted) return { end: taskId === null ? 'refused' : 'somethingElse', said };
	if (taskId === null) return { end: 'perhapsPaid', said };
	const isNamed = sim.bills[0]?.taskId === taskId && error.message.includes(taskId);
	return { end: isNamed ? 'taskNamed' : 'somethingElse', said };
}
