/** What errors show of what somebody has entered. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { findBinaryField, unreadable } from '../../../nodes/Sora/actions/generate/binaryField';
import { shownUrl } from '../../../nodes/Sora/actions/generate/fetchImage';

it.each([
	['https://cdn.example/a.png', 'https://cdn.example/a.png'],
	['https://cdn.example/a.png?signature=secret#secret', 'https://cdn.example/a.png'],
	['https://me:secret@cdn.example/a.png', 'https://cdn.example/a.png'],
	['HTTP://me:sec@ret@cdn.example', 'HTTP://cdn.example'],
	['https://cdn.example/@me/a.png', 'https://cdn.example/@me/a.png'],
])('%s is shown without what is secret', (url, expected) => {
	expect(shownUrl(url)).toBe(expected);
});

it('a whole file in the place of a name is not repeated', () => {
	const base64 = 'iVBORw0KGgo'.repeat(1_000_000);
	const context = {
		getInputData: () => [{ json: {} }],
		helpers: {
			assertBinaryData: () => {
				throw new Error('no such field');
			},
		},
	} as unknown as IExecuteFunctions;
	const found = findBinaryField(context, 0, base64);
	const problem = 'problem' in found ? found.problem : '';
	expect(problem).toMatch(
		/^There is no binary field "iVBORw0KGgo.*…"; the item has no binary data$/,
	);
	expect(problem.length).toBeLessThan(200);
	expect(unreadable(base64, new Error('gone')).length).toBeLessThan(200);
});
