/** What a WaveSpeed account has besides its predictions in flight: history, uploads, models. */

import { jsonObjectIn } from '../../server/body';
import type { Call } from '../../server/http';
import { WAVESPEED_MODELS } from '../../models';
import type { World } from '../../provider';
import type { Reply } from '../../server/reply';
import { isKept, prediction, refusal, success } from './prediction';

function wholeNumber(value: unknown, from: number, to: number): number | null {
	return Number.isInteger(value) && Number(value) >= from && Number(value) <= to
		? Number(value)
		: null;
}

export function history(world: World, call: Call): Reply {
	const query = jsonObjectIn(call.body) ?? {};
	const page = wholeNumber(query.page, 1, Infinity);
	const pageSize = wholeNumber(query.page_size, 1, 100);
	if (page === null || pageSize === null) return refusal(400, 'page and page_size are required');
	const after = Date.parse(String(query.created_after ?? '')) || 0;
	const before = Date.parse(String(query.created_before ?? '')) || Infinity;
	const items = world.tasks.all
		.filter((task) => task.provider === 'waveSpeed' && isKept(world, task))
		.filter(({ acceptedAt }) => acceptedAt >= after && acceptedAt <= before)
		.sort((a, b) => b.acceptedAt - a.acceptedAt || b.index - a.index)
		.map((task) => prediction(world, task))
		.filter(({ model }) => query.model === undefined || query.model === model)
		.filter(({ status }) => query.status === undefined || query.status === status);
	return success({ page, items: items.slice((page - 1) * pageSize, page * pageSize) });
}

export function deleteRecords(world: World, call: Call): Reply {
	const ids = jsonObjectIn(call.body)?.ids;
	const tasks = (Array.isArray(ids) ? ids : []).flatMap((id) => {
		const task = world.tasks.find('waveSpeed', String(id));
		return task ? [task] : [];
	});
	for (const task of tasks) task.deleted = true;
	return success({ deleted_count: tasks.length });
}

export function uploadBinary(world: World, call: Call): Reply {
	const file = call.body.kind === 'multipart' ? call.body.files[0] : undefined;
	if (!file || file.field !== 'file') return refusal(400, 'file is required');
	const size = file.bytes.length;
	if (size > world.manner.uploadLimit) return refusal(413, 'file is too large');
	const [type] = file.mimeType.split('/');
	if (type !== 'image' && type !== 'video' && type !== 'audio') {
		return refusal(500, 'Upload failed: invalid file type', 200);
	}
	const { fileName, mimeType } = file;
	const upload = world.cdn.newUpload({ provider: 'waveSpeed', fileName, mimeType });
	upload.bytes = file.bytes;
	return success({ type, download_url: world.cdn.uploadUrl(upload), filename: fileName, size });
}

export function uploadTicket(world: World, call: Call): Reply {
	const { filename, size, content_type } = jsonObjectIn(call.body) ?? {};
	if (typeof filename !== 'string') return refusal(400, 'filename is required');
	if (Number(size) > world.manner.uploadLimit) return refusal(413, 'file is too large');
	const mimeType = typeof content_type === 'string' ? content_type : 'application/octet-stream';
	const upload = world.cdn.newUpload({ provider: 'waveSpeed', fileName: filename, mimeType });
	return success({
		type: mimeType.split('/')[0],
		download_url: world.cdn.uploadUrl(upload),
		filename,
		size,
		upload: {
			method: 'PUT',
			url: world.cdn.putUrl(upload),
			headers: { 'Content-Type': mimeType },
		},
	});
}

export function models(world: World): Reply {
	return success(
		WAVESPEED_MODELS.map(({ id, name, type, basePrice, schema }, index) => ({
			model_id: id,
			name,
			description: `${name}.`,
			type,
			base_price: basePrice,
			sort_order: index,
			formula: '',
			api_schema: {
				api_schemas: [
					{
						type: 'model_run',
						method: 'POST',
						server: `${world.origin()}/wavespeed`,
						api_path: `/api/v3/${id}`,
						request_schema: schema,
					},
				],
			},
		})),
	);
}
