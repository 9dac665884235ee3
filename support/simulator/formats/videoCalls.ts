/** What tests send to a Videos API, and read of its responses. */

import { readFileSync } from 'node:fs';
import { mediaPath } from '..';

export const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;

export function withImage(file: string, fields: Record<string, string>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	form.append('input_reference', new Blob([readFileSync(mediaPath(file))]), file);
	return form;
}
