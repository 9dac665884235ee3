/** A file of an item, whichever way n8n keeps it and the user names it. */

import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isObject, type JsonObject } from '../../shared/json';
import { shown } from '../../shared/readValue';

/** Where a workflow in n8n's combined binary mode keeps its files: in `json`. n8n-core, `convertBinaryData`. */
const FILES = '_files';
const FILES_PATH = `${FILES}.`;

type FileResult = { bytes: Uint8Array } | { problem: string };

/**
 * @param field the name of a binary field, or the file itself as `{{ $binary.data }}` gives it.
 * @returns a problem that names the fields that the item has.
 */
export async function readBinaryField(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | JsonObject,
): Promise<FileResult> {
	const found = findBinaryField(context, itemIndex, field);
	if ('problem' in found) return found;
	return await context.helpers.getBinaryDataBuffer(itemIndex, found.file).then(
		(bytes) => ({ bytes }),
		(error: Error) => ({ problem: unreadable(field, error) }),
	);
}

/** The file as n8n describes it, without its bytes. */
export function findBinaryField(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | JsonObject,
): { file: IBinaryData } | { problem: string } {
	const item = context.getInputData()[itemIndex];
	const file = candidatesFor(field, item)
		.map((candidate) => fileAt(context, itemIndex, candidate))
		.find((found) => found !== null);
	return file ? { file } : { problem: missing(field, item) };
}

export function unreadable(field: string | JsonObject, { message }: Error): string {
	return `The file in ${nameOf(field)} can't be read: ${message}`;
}

/** n8n's own look at a name or an object, in the mode that the workflow is in. */
function fileAt(
	{ helpers }: IExecuteFunctions,
	itemIndex: number,
	candidate: string | object,
): IBinaryData | null {
	try {
		return helpers.assertBinaryData(itemIndex, candidate as string | IBinaryData);
	} catch {
		return null;
	}
}

/** What the user may mean, the likeliest first. */
function candidatesFor(
	field: string | JsonObject,
	{ binary = {} }: INodeExecutionData,
): Array<string | object> {
	if (typeof field !== 'string') {
		const known = Object.values(binary).filter((file) => isDescribedBy(file, field));
		return known.length === 1 ? [field, known[0]] : [field];
	}
	const name = field.startsWith(FILES_PATH) ? field.slice(FILES_PATH.length) : field;
	// In combined mode n8n leaves files in `binary` that it keeps in memory, and does not look there.
	const embedded = Object.hasOwn(binary, name) ? [binary[name]] : [];
	return [...new Set([field, name, FILES_PATH + name]), ...embedded];
}

/** An expression gives a file that n8n keeps in memory without its content. */
function isDescribedBy(file: IBinaryData, description: JsonObject): boolean {
	const facts = Object.entries(description);
	return facts.length > 0 && facts.every(([name, value]) => file[name] === value);
}

function nameOf(field: string | JsonObject): string {
	return typeof field === 'string' ? `the binary field ${shown(field)}` : 'Input Binary Field';
}

function missing(field: string | JsonObject, item: INodeExecutionData): string {
	const files = item.json[FILES];
	const fields = [
		...Object.keys(item.binary ?? {}),
		...(isObject(files) ? Object.keys(files).map((name) => FILES_PATH + name) : []),
	];
	const has =
		fields.length === 0 ? 'the item has no binary data' : `the item has: ${fields.join(', ')}`;
	return typeof field === 'string'
		? `There is no binary field ${shown(field)}; ${has}`
		: `Input Binary Field is an object, but not a file of n8n: enter the name of the field; ${has}`;
}
