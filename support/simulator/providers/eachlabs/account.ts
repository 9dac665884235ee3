/** What an Eachlabs account has besides its predictions: history, models, uploads, deliveries. */

import { jsonObjectIn } from '../../server/body';
import { newEachlabsId, outputOf, refusal, wordFor } from './prediction';
import type { Call } from '../../server/http';
import type { ListedModel } from '../../models';
import { EACHLABS_MODELS } from './models';
import type { World } from '../../provider';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask } from '../../tasks';

const DAY_MS = 24 * 60 * 60 * 1000;
const LISTED_STATUSES = ['created', 'starting', 'success', 'error'];

export function modelNamed(slug: string): ListedModel | undefined {
	return EACHLABS_MODELS.find(({ id }) => id === slug);
}

function execution(world: World, task: SimulatedTask): Record<string, unknown> {
	const state = world.tasks.state(task);
	const time = (ms: number) => new Date(ms).toISOString();
	const word = wordFor(task.plan, state);
	return {
		id: task.id,
		model: task.plan.deliveredModel ?? task.model,
		requested_model: task.model,
		status: word === 'processing' ? 'starting' : word,
		workflow_id: null,
		workflow_execution_id: null,
		execution_cost: state.phase === 'completed' ? 0.4 : 0,
		run_time: state.endedAt === null ? 0 : (task.endsAt - task.startsAt) / 1000,
		created_at: time(task.acceptedAt),
		started_at: state.phase === 'queued' ? null : time(task.startsAt),
		completed_at: state.endedAt === null ? null : time(state.endedAt),
		output: outputOf(world, task, state),
	};
}

/** A whole number in the query, within bounds; the default where there is none, null where it is wrong. */
function numberIn(
	{ query }: Call,
	name: string,
	otherwise: number,
	from: number,
	to: number,
): number | null {
	const value = query.get(name);
	if (value === null) return otherwise;
	const number = Number(value);
	return Number.isInteger(number) && number >= from && number <= to ? number : null;
}

const TOTAL_CAP = 1000;

export function executions(world: World, call: Call): Reply {
	const limit = numberIn(call, 'limit', 20, 1, 100);
	const offset = numberIn(call, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
	const statuses = call.query.get('status')?.split(',') ?? null;
	const known = statuses?.every((status) => LISTED_STATUSES.includes(status)) ?? true;
	if (limit === null || offset === null || !known) return refusal(400, 'invalid query parameter');
	const from = Date.parse(call.query.get('from') ?? '') || world.now() - 90 * DAY_MS;
	const to = Date.parse(call.query.get('to') ?? '') || Infinity;
	const model = call.query.get('model');
	const rows = world.tasks.all
		.filter(({ provider }) => provider === 'eachlabs')
		.filter(({ acceptedAt }) => acceptedAt >= from && acceptedAt <= to)
		.sort((a, b) => b.acceptedAt - a.acceptedAt || b.index - a.index)
		.map((task) => execution(world, task))
		.filter((row) => model === null || row.model === model)
		.filter((row) => statuses?.includes(String(row.status)) ?? true);
	return json(200, {
		executions: rows.slice(offset, offset + limit),
		total_count: Math.min(rows.length, TOTAL_CAP),
		total_capped: rows.length > TOTAL_CAP,
		offset,
		limit,
	});
}

function listing({ id, name, schema }: ListedModel): Record<string, unknown> {
	return { title: name, slug: id, version: '0.0.1', output_type: 'video', request_schema: schema };
}

export function models(call: Call): Reply {
	const limit = numberIn(call, 'limit', 50, 1, 500) ?? 50;
	const offset = numberIn(call, 'offset', 0, 0, Number.MAX_SAFE_INTEGER) ?? 0;
	const name = call.query.get('name')?.toLowerCase() ?? '';
	const found = EACHLABS_MODELS.map(listing).filter(({ title, slug }) =>
		`${String(title)} ${String(slug)}`.toLowerCase().includes(name),
	);
	return json(200, found.slice(offset, offset + limit));
}

export function model(call: Call): Reply {
	const found = modelNamed(call.query.get('slug') ?? '');
	return found ? json(200, listing(found)) : refusal(404, 'Failed to fetch model: model not found');
}

const LINK_LIFE_MS = 15 * 60 * 1000;

export function presign(world: World, call: Call): Reply {
	const { content_type } = jsonObjectIn(call.body) ?? {};
	if (typeof content_type !== 'string' || content_type === '') {
		return refusal(400, 'content_type is required');
	}
	const fileName = `file.${content_type.split('/')[1] ?? 'bin'}`;
	const linkEndsAt = world.now() + LINK_LIFE_MS;
	const upload = world.cdn.newUpload(
		{ provider: 'eachlabs', fileName, mimeType: content_type },
		linkEndsAt,
	);
	const fileId = newEachlabsId(upload.id);
	upload.requiredHeaders = { 'x-amz-meta-file-id': fileId };
	return json(200, {
		id: fileId,
		presigned_url: world.cdn.putUrl(upload),
		public_url: world.cdn.uploadUrl(upload),
		expires_at: new Date(linkEndsAt).toISOString(),
		required_headers: upload.requiredHeaders,
	});
}

/** Deliveries of one execution, or the first hundred of all. */
export function deliveries(world: World, executionId: string | null): Reply {
	const rows = world.webhooks.deliveries
		.filter(({ taskId }) => executionId === null || taskId === executionId)
		.map(({ taskId, attempt, url, status }) => ({
			execution_id: taskId,
			attempt,
			url,
			status: status === null ? 'PENDING' : status < 300 ? 'SUCCESS' : 'FAILED',
		}));
	return json(200, rows.slice(0, 100));
}
