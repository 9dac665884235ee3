/** A server of the Videos API that has the manner of one of the table. */

import { hasEnded, type SimulatedTask } from '../tasks';
import { fileReply } from '../files/downloads';
import { contentOf } from '../files/media';
import { scriptedRefusal, type World } from '../provider';
import type { RequestBody } from '../server/body';
import type { Call } from '../server/http';
import { json, nothing, type Content, type Reply } from '../server/reply';
import { detail, openAiShape, type HostManner, type VideoFacts } from './manner';

const NAME = 'openAiCompatible';
const USUAL_SECONDS = '4';
const USUAL_SIZE = '832x480';

/** RIFF, and no more of an AVI than tells it from other files. */
const AVI = contentOf(
	Buffer.from(`RIFF\x58\x00\x00\x00AVI LIST${'\0\x01'.repeat(40)}`),
	'video/avi',
);

function phaseOf(world: World, task: SimulatedTask): VideoFacts['phase'] {
	const { phase } = world.tasks.state(task);
	const isKnown = phase === 'queued' || phase === 'running' || phase === 'completed';
	return isKnown ? phase : 'failed';
}

function videoOf(world: World, host: HostManner, task: SimulatedTask): Content {
	return host.videoType ? AVI : world.cdn.contentFor(task);
}

function factsOf(world: World, host: HostManner, task: SimulatedTask, id = task.id): VideoFacts {
	const { input, plan } = task;
	const { progress, endedAt } = world.tasks.state(task);
	const phase = phaseOf(world, task);
	const isComplete = phase === 'completed';
	const isInAnswer = host.content === 'none' && isComplete;
	const inBase64 = isInAnswer && plan.outputAs !== 'string';
	const content = inBase64 ? videoOf(world, host, task) : null;
	return {
		id,
		model: task.model,
		status: host.words[phase],
		phase,
		progress,
		created: Math.floor(task.acceptedAt / 1000),
		completed: endedAt === null ? null : Math.floor(endedAt / 1000),
		seconds: String(input.seconds ?? USUAL_SECONDS),
		size: typeof input.size === 'string' ? input.size : USUAL_SIZE,
		prompt: typeof input.prompt === 'string' ? input.prompt : null,
		failure:
			phase === 'failed'
				? { code: plan.code ?? 'video_generation_failed', message: plan.message ?? 'It failed.' }
				: null,
		url: isComplete && !inBase64 ? world.cdn.videoUrl(task) : null,
		base64: content && Buffer.concat([...content.bytes(0, content.length)]).toString('base64'),
	};
}

function objectReply(world: World, host: HostManner, task: SimulatedTask, id = task.id): Reply {
	const facts = factsOf(world, host, task, id);
	const status = facts.phase === 'failed' ? (host.failedStatus?.(facts) ?? 200) : 200;
	const isUnfinished = facts.phase === 'queued' || facts.phase === 'running';
	return json(status, host.object(facts), isUnfinished ? { ...host.unfinishedHeaders } : {});
}

function find(world: World, host: HostManner, id: string): SimulatedTask | null {
	const isIt = (task: SimulatedTask) =>
		task.provider === NAME && !task.deleted && (task.id === id || host.laterId?.(task.id) === id);
	return host.content === 'none' ? null : (world.tasks.all.find(isIt) ?? null);
}

/** The fields of a body that the server reads; an image counts by its length. */
function fieldsOf(host: HostManner, body: RequestBody): Record<string, unknown> | null {
	if (body.kind === 'multipart' && host.reads.includes('multipart')) {
		const files = body.files.map(({ field, bytes }) => [field, { size: bytes.length }] as const);
		return { ...body.fields, ...Object.fromEntries(files) };
	}
	if (body.kind !== 'json' || !host.reads.includes('json')) return null;
	return body.value as Record<string, unknown>;
}

function hasWrongSeconds({ seconds: wanted }: HostManner, call: Call, value: unknown): boolean {
	if (call.body.kind !== 'json' || value === undefined || wanted === 'either') return false;
	return typeof value !== (wanted === 'integer' ? 'number' : 'string');
}

export function createAt(world: World, host: HostManner, call: Call): Reply {
	const fields = fieldsOf(host, call.body);
	if (fields === null || typeof fields.prompt !== 'string') return host.unreadable;
	if (hasWrongSeconds(host, call, fields.seconds)) return host.wrongSeconds ?? host.unreadable;
	if (host.busy && world.tasks.alive(NAME) > 0) return host.busy;
	const { input_reference: image, ...others } = fields;
	const input = host.image === 'ignored' ? others : { ...others, input_reference: image };
	const model = String(fields.model ?? 'the-only-model');
	const plan = world.tasks.planFor({ provider: NAME, model, input });
	const refused = scriptedRefusal(plan);
	if (refused) return refused;
	const order = { provider: NAME, model, input, id: host.newId } as const;
	const isAtOnce = host.content === 'none';
	const task = world.tasks.accept({ ...order, plan: isAtOnce ? { ...plan, renderMs: 0 } : plan });
	call.taskId = task.id;
	return objectReply(world, host, task);
}

export function readAt(world: World, host: HostManner, call: Call, id: string): Reply {
	const task = find(world, host, id);
	if (!task) return host.unknownTask;
	call.taskId = task.id;
	return objectReply(world, host, task, host.laterId?.(task.id));
}

export function contentAt(world: World, host: HostManner, call: Call, id: string): Reply {
	const task = find(world, host, id);
	if (!task) return host.unknownTask;
	call.taskId = task.id;
	const facts = factsOf(world, host, task);
	if (facts.phase === 'failed') return host.contentOfFailed;
	if (facts.phase !== 'completed') return host.contentNotReady(facts);
	if (host.content === 'redirect') return nothing(302, { location: world.cdn.videoUrl(task) });
	return fileReply(videoOf(world, host, task), call.headers, world.manner.downloads);
}

export function removeAt(world: World, host: HostManner, call: Call, id: string): Reply {
	if (host.cancel === null) return host.noRoute(call.method, call.path);
	const task = find(world, host, id);
	if (!task) return host.unknownTask;
	call.taskId = task.id;
	const reply = host.cancel.reply(factsOf(world, host, task));
	const isAlive = !hasEnded(world.tasks.state(task));
	if (isAlive && host.cancel.what === 'ends') world.tasks.end(task, { outcome: 'cancelled' });
	task.deleted = true;
	return reply;
}

const NO_PROVIDER = openAiShape(
	400,
	'litellm.BadRequestError: LLM Provider NOT provided. Pass in the LLM provider you are trying to call. You passed model=',
	'invalid_request_error',
	'400',
);

export function listAt(world: World, host: HostManner, call: Call): Reply {
	if (host.list === null) return host.noRoute(call.method, call.path);
	const { of } = host.list;
	const asked = of && call.headers[of.header];
	if (of && asked === undefined) return NO_PROVIDER;
	const idOf = ({ id }: SimulatedTask) => host.laterId?.(id) ?? id;
	const tasks = world.tasks.all
		.filter(({ provider, deleted }) => provider === NAME && !deleted && asked === of?.value)
		.sort((one, other) => other.acceptedAt - one.acceptedAt || other.index - one.index);
	const limit = Math.min(Number(call.query.get('limit') ?? 20), host.list.largestPage);
	const after = call.query.get('after');
	const start = after === null ? 0 : tasks.findIndex((task) => idOf(task) === after) + 1;
	if (after !== null && start === 0) return detail(400, `No video with the ID ${after}`);
	const page = tasks.slice(start, start + limit);
	const data = page.map((task) => host.object(factsOf(world, host, task, idOf(task))));
	const [first, last] = [page[0], page.at(-1)].map((task) => (task ? idOf(task) : null));
	const marks = { first_id: first, last_id: last, has_more: start + limit < tasks.length };
	return json(200, { object: 'list', data, ...(host.list.marks ? marks : {}) });
}
