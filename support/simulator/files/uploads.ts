/** What becomes of the bytes of an upload. */

import { isDeepStrictEqual } from 'node:util';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { jsonObjectIn } from '../server/body';
import type { Call } from '../server/http';
import { json, nothing, xmlError, type Reply } from '../server/reply';

export interface Upload {
	id: string;
	provider: ProviderName;
	fileName: string;
	mimeType: string;
	/** null until the bytes are there. */
	bytes: Buffer | null;
	/** Of a file that comes in parts, by their number; null: it comes as a whole. */
	parts: Map<number, Buffer> | null;
	/** What a PUT must bring along. */
	requiredHeaders: Record<string, string>;
	signature: string;
	/** The link to send the bytes to ends then; milliseconds, by the simulator's clock. */
	linkEndsAt: number;
}

/** A PUT of the whole file, or a call below its address with one part, or with the end of all. */
export function receive(call: Call, upload: Upload): Reply {
	return upload.parts === null ? put(call, upload) : putPart(call, upload, upload.parts);
}

function put(call: Call, upload: Upload): Reply {
	const wanted = { 'content-type': upload.mimeType, ...upload.requiredHeaders };
	const isComplete = Object.entries(wanted).every(
		([name, value]) => call.headers[name.toLowerCase()] === value,
	);
	if (!isComplete) {
		return xmlError(
			403,
			'SignatureDoesNotMatch',
			'The request signature we calculated does not match the signature you provided.',
		);
	}
	upload.bytes = call.body.kind === 'bytes' ? call.body.bytes : Buffer.alloc(0);
	return nothing(200, { etag: '"stored"' });
}

const etagOf = (number: number) => `"part-${number}"`;

/** One part below the address of the upload, or `complete`, which names all of them in their order. */
function putPart(call: Call, upload: Upload, parts: Map<number, Buffer>): Reply {
	const [, place = ''] = /\/(\d+|complete)$/.exec(call.path) ?? [];
	if (call.method === 'PUT' && Number(place) > 0) {
		parts.set(Number(place), call.body.kind === 'bytes' ? call.body.bytes : Buffer.alloc(0));
		return json(200, { partNumber: Number(place), etag: etagOf(Number(place)) });
	}
	const named = jsonObjectIn(call.body)?.parts;
	const expected = [...parts.keys()]
		.sort((a, b) => a - b)
		.map((partNumber) => ({ partNumber, etag: etagOf(partNumber) }));
	if (call.method !== 'POST' || !isDeepStrictEqual(named, expected)) {
		return xmlError(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
	}
	upload.bytes = Buffer.concat(
		expected.map(({ partNumber }) => parts.get(partNumber) ?? Buffer.alloc(0)),
	);
	return nothing(200);
}
