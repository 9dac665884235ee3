/**
 * Answers of the providers, kept as files: those that their documentation and their clients' tests
 * show, and the variations of these that the status and error tables name.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { HttpResponse } from '../../nodes/Sora/providers/http';
import { isObject } from '../../nodes/Sora/shared/json';

function headersIn(value: unknown, file: string): Record<string, string> {
	const headers = isObject(value) ? value : {};
	return Object.fromEntries(
		Object.entries(headers).map(([name, text]) => {
			if (name !== name.toLowerCase() || typeof text !== 'string') {
				throw new Error(`${file}: header ${name} must be a string with a lower-case name`);
			}
			return [name, text];
		}),
	);
}

/**
 * The answer in `test/providers/fixtures/<folder>/<name>.json`: `{ status, headers, body }`.
 * @param folder the provider or the wire format that the answer was recorded from.
 * @throws Error when the file is missing or is no such answer.
 */
export function fixture(folder: string, name: string): HttpResponse {
	const file = join(__dirname, 'fixtures', folder, `${name}.json`);
	const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'));
	if (!isObject(recorded) || typeof recorded.status !== 'number' || !('body' in recorded)) {
		throw new Error(`${file}: expected { status, headers, body }`);
	}
	return {
		status: recorded.status,
		headers: headersIn(recorded.headers, file),
		body: recorded.body,
	};
}
