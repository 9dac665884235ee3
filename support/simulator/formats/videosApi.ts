/** The `/videos` wire format, as OpenAI wrote it and as gateways speak it. */

import { jsonObjectIn, type UploadedFile } from '../server/body';
import { fileReply } from '../files/downloads';
import type { Call } from '../server/http';
import { image } from '../files/media';
import { isSora } from '../models';
import { frameOf } from '../files/images';
import { isFull, scriptedRefusal, type World } from '../provider';
import { json, nothing, type Reply } from '../server/reply';
import type { SimulatedTask, TaskState } from '../tasks';

/** In what the hosts of this format differ. */
export interface VideosHost {
	name: 'openAiCompatible' | 'apiyi';
	/** Milliseconds from the end of the render to the end of the asset. */
	assetLifeMs: number;
	newId: (seed: string) => string;
	/** null where the model is served. */
	modelRefusal: (world: World, model: string) => Reply | null;
	unknownTask: Reply;
	tooMany: Reply;
}

const STATUS_WORDS: Readonly<Record<TaskState['phase'], string>> = {
	queued: 'queued',
	running: 'in_progress',
	completed: 'completed',
	failed: 'failed',
	cancelled: 'failed',
	timeout: 'failed',
	expired: 'failed',
};

const SORA_SECONDS = ['4', '8', '12', '16', '20'];
const SORA_SIZES = ['720x1280', '1280x720'];
const SORA_PRO_SIZES = [...SORA_SIZES, '1024x1792', '1792x1024', '1080x1920', '1920x1080'];

export function openAiError(
	status: number,
	message: string,
	code: string | null = null,
	param: string | null = null,
): Reply {
	return json(status, { error: { message, type: 'invalid_request_error', param, code } });
}

/** A gateway has tasks of other routes too; their IDs begin otherwise. */
function videoTask(world: World, { name }: VideosHost, id: string): SimulatedTask | null {
	return id.startsWith('video_') ? world.tasks.find(name, id) : null;
}

function seconds(ms: number | null): number | null {
	return ms === null ? null : Math.floor(ms / 1000);
}

function errorOf({ plan }: SimulatedTask, phase: TaskState['phase']): unknown {
	if (plan.error !== undefined) return plan.error;
	const message = plan.message ?? (phase === 'failed' ? 'The video could not be made.' : phase);
	return { code: plan.code ?? 'video_generation_failed', message };
}

export function videoObject(world: World, host: VideosHost, task: SimulatedTask): object {
	const { plan, input } = task;
	const state = world.tasks.state(task);
	const isAlive = state.endedAt === null;
	const isComplete = state.phase === 'completed';
	return {
		id: task.id,
		object: 'video',
		model: plan.deliveredModel ?? task.model,
		status: (isAlive ? plan.aliveWord : plan.endWord) ?? STATUS_WORDS[state.phase],
		progress: plan.progress ?? state.progress,
		created_at: seconds(task.acceptedAt),
		completed_at: isComplete ? seconds(state.endedAt) : null,
		expires_at: isComplete ? seconds(task.endsAt + host.assetLifeMs) : null,
		prompt: typeof input.prompt === 'string' ? input.prompt : null,
		size: input.size ?? '720x1280',
		seconds: String(input.seconds ?? input.duration ?? 4),
		quality: task.model.includes('pro') ? 'high' : 'standard',
		remixed_from_video_id: input.remixed_from_video_id ?? null,
		error: isAlive || isComplete ? null : errorOf(task, state.phase),
	};
}

interface Asked {
	input: Record<string, unknown>;
	file: UploadedFile | null;
	fileCount: number;
}

/** The fields of a JSON or multipart body; a file becomes a summary. */
function askedIn({ body }: Call): Asked | null {
	const value = jsonObjectIn(body);
	if (value) return { input: value, file: null, fileCount: 0 };
	if (body.kind !== 'multipart') return null;
	const files = body.files.filter(({ field }) => field === 'input_reference');
	const several = body.files.filter(({ field }) => field === 'input_references');
	const file = files[0] ?? null;
	if (several.length > 0) {
		const names = several.map(({ fileName }) => fileName);
		return { input: { ...body.fields, input_references: names }, file, fileCount: 0 };
	}
	if (!file) return { input: body.fields, file, fileCount: 0 };
	const { fileName, mimeType, bytes } = file;
	const frame = frameOf(bytes);
	const summary = { fileName, mimeType, size: bytes.length, frame };
	return { input: { ...body.fields, input_reference: summary }, file, fileCount: files.length };
}

function imageFault(world: World, { input, file, fileCount }: Asked): Reply | null {
	const reference = input.input_reference as { image_url?: unknown; file_id?: unknown } | undefined;
	if (reference === undefined) return null;
	if (fileCount > 1) return openAiError(400, 'Only one input_reference may be given.');
	const found = file?.bytes ?? world.cdn.imageAt(reference.image_url);
	if (found === 'missing') return openAiError(400, 'The image_url could not be downloaded.');
	if (found === null) return null;
	const frame = frameOf(found);
	if (frame === null || frame.type === 'gif') {
		return openAiError(
			400,
			`Invalid file 'input_reference': unsupported mimetype ('${file?.mimeType ?? 'unknown'}'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.`,
			'unsupported_file_mimetype',
		);
	}
	const size = typeof input.size === 'string' ? input.size : '720x1280';
	const isExact = `${frame.width}x${frame.height}` === size;
	const isSoraModel = isSora(String(input.model ?? 'sora-2'));
	if (isExact || !isSoraModel) return null;
	return openAiError(400, 'Inpaint image must match the requested width and height');
}

/** Sora is exact about its values; other hosts take their own. */
function valueFault({ input }: Asked): Reply | null {
	if (typeof input.prompt !== 'string' || input.prompt === '') {
		return openAiError(
			400,
			'Missing required parameter: prompt',
			'missing_required_parameter',
			'prompt',
		);
	}
	const model = String(input.model ?? 'sora-2');
	if (!isSora(model)) return null;
	const sizes = model.includes('pro') ? SORA_PRO_SIZES : SORA_SIZES;
	const checks = [
		{ name: 'seconds', values: SORA_SECONDS },
		{ name: 'size', values: sizes },
	];
	const wrong = checks.find(
		({ name, values }) => input[name] !== undefined && !values.includes(input[name] as string),
	);
	if (!wrong) return null;
	const { name, values } = wrong;
	const words = `Invalid value: '${String(input[name])}'. Supported values are: ${values.map((value) => `'${value}'`).join(', ')}.`;
	return openAiError(400, words, 'invalid_value', name);
}

function accept(
	world: World,
	host: VideosHost,
	call: Call,
	model: string,
	input: Record<string, unknown>,
): Reply {
	const plan = world.tasks.planFor({ provider: host.name, model, input });
	const refused = scriptedRefusal(plan) ?? (isFull(world, host.name) ? host.tooMany : null);
	if (refused) return refused;
	const { projectWebhook } = world.manner;
	const webhook = host.name === 'openAiCompatible' ? projectWebhook : null;
	const { name, newId } = host;
	const task = world.tasks.accept({ provider: name, model, input, plan, id: newId, webhook });
	call.taskId = task.id;
	return json(200, videoObject(world, host, task));
}

export function createVideo(world: World, host: VideosHost, call: Call): Reply {
	const asked = askedIn(call);
	if (!asked) return openAiError(400, 'We could not parse the body of your request.');
	const model = String(asked.input.model ?? 'sora-2');
	const fault = host.modelRefusal(world, model) ?? valueFault(asked) ?? imageFault(world, asked);
	return fault ?? accept(world, host, call, model, asked.input);
}

/** A new video from an old one: `remix`, `edits`, `extensions`. */
export function deriveVideo(
	world: World,
	host: VideosHost,
	call: Call,
	sourceId: string,
	extra: (source: SimulatedTask, body: Record<string, unknown>) => Record<string, unknown>,
): Reply {
	if (call.body.kind === 'multipart') return deriveFromFile(world, host, call);
	const source = videoTask(world, host, sourceId);
	if (!source) return host.unknownTask;
	const body = jsonObjectIn(call.body) ?? {};
	const fault = valueFault({ input: { ...body, model: 'any' }, file: null, fileCount: 0 });
	const { size, seconds: length } = source.input;
	const input = { size, seconds: length, prompt: body.prompt, ...extra(source, body) };
	return fault ?? accept(world, host, call, source.model, input);
}

/** The clip comes along instead of being named; its bytes become a summary. */
function deriveFromFile(world: World, host: VideosHost, call: Call): Reply {
	if (call.body.kind !== 'multipart') return host.unknownTask;
	const { fields, files } = call.body;
	const clip = files.find(({ field }) => field === 'video');
	if (!clip) return openAiError(400, 'video is required', null, 'video');
	const fault = valueFault({ input: { ...fields, model: 'any' }, file: null, fileCount: 0 });
	const { bytes, ...facts } = clip;
	const video = { ...facts, size: bytes.length };
	return fault ?? accept(world, host, call, String(fields.model), { ...fields, video });
}

export function readVideo(world: World, host: VideosHost, call: Call, id: string): Reply {
	call.taskId = id;
	const task = videoTask(world, host, id);
	if (!task) return host.unknownTask;
	world.cdn.refreshAddress(task);
	return json(200, videoObject(world, host, task));
}

const STILLS: Readonly<Record<string, string>> = {
	thumbnail: 'photo.webp',
	spritesheet: 'photo.jpg',
};

/** The bytes, with the key; or, where files are redirected, a signed address on the file host. */
export function videoContent(world: World, host: VideosHost, call: Call, id: string): Reply {
	call.taskId = id;
	const task = videoTask(world, host, id);
	if (!task) return host.unknownTask;
	const { phase, endedAt } = world.tasks.state(task);
	if (phase !== 'completed' || endedAt === null) {
		const words = `Video is not ready yet, use GET /v1/videos/${id} to check status.`;
		return openAiError(world.manner.contentBeforeCompletion, words);
	}
	const isOver = endedAt + host.assetLifeMs <= world.now() || task.address.expired;
	if (isOver || task.plan.outputAs === 'none') {
		return openAiError(404, 'The video content has expired or does not exist.');
	}
	const { downloads } = world.manner;
	const still = image(STILLS[call.query.get('variant') ?? 'video'] ?? '');
	if (still) return fileReply(still, call.headers, { ...downloads, edition: 0 });
	if (downloads.redirect) return nothing(302, { location: world.cdn.videoUrl(task) });
	return fileReply(world.cdn.contentFor(task), call.headers, downloads);
}
