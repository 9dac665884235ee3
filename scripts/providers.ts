/**
 * Writes the table of providers into docs/reference.md, between its two markers:
 * `npx tsx scripts/providers.ts`. What it says stands in `nodes/Sora/providers/<name>/info.ts`.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIND_FACTS } from '../nodes/Sora/media/image/kind';
import { PROVIDER_NAMES, type ModelKind } from '../nodes/Sora/models/model';
import { enumerated, PROVIDER_INFOS } from '../nodes/Sora/providers/infos';
import type { Availability, ClipSource, ProviderInfo } from '../nodes/Sora/providers/providerInfo';

export const REFERENCE_DOCUMENT = join(__dirname, '../docs/reference.md');

const MARKERS = {
	begin: '<!-- providers: written by scripts/providers.ts -->',
	end: '<!-- /providers -->',
};

function yesOrNo(availability: Availability): string {
	if (availability === 'someHosts') return 'If the host can';
	return availability ? 'Yes' : 'No';
}

function defaultModel(kind: ModelKind): (info: ProviderInfo) => string {
	return ({ defaultModels }) => defaultModels[kind].name;
}

function images({ images: { kinds, maxBytes }, can }: ProviderInfo): string {
	const labels = kinds.map((kind) => KIND_FACTS[kind].label).join(', ');
	const way = can.upload ? 'uploaded' : 'in the request';
	return `${labels} up to ${maxBytes / 1_000_000} MB, ${way}`;
}

function clips({ clips: { from, maxBytes } }: ProviderInfo): string {
	const ways = {
		file: `files up to ${maxBytes / 1_000_000} MB`,
		address: 'URLs',
		task: 'its own tasks',
	};
	const taken = (Object.keys(ways) as ClipSource[]).filter((source) => from.includes(source));
	const text = enumerated(taken.map((source) => ways[source]));
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function accountTasks({ can: { list } }: ProviderInfo): string {
	if (list === 'someHosts') return 'If the host lists tasks';
	return list ? 'Yes' : 'No: watch task IDs';
}

/** See docs/reliability.md. */
function lostSubmit({ can: { list }, listShowsPrompts }: ProviderInfo): string {
	if (list === false) return 'The error says that you may be billed';
	if (!listShowsPrompts) return 'The error names the tasks that it may be';
	const how = list === 'someHosts' ? 'if the host lists tasks' : 'by its prompt';
	return `The task is found again ${how}`;
}

const ROWS: ReadonlyArray<readonly [string, (info: ProviderInfo) => string]> = [
	['Default model, from text', defaultModel('text')],
	['Default model, from an image', defaultModel('image')],
	['Default model, from a video', defaultModel('video')],
	['Images', images],
	['Videos as input', clips],
	['Sora Trigger for all tasks', accountTasks],
	['Suspend, Callback URL', ({ can }) => yesOrNo(can.callback)],
	['Cancel on Timeout', ({ can }) => yesOrNo(can.cancel)],
	[
		'Price before the submit',
		({ can }) => (can.price ? 'Asked of the provider' : 'Computed, if published'),
	],
	['Balance', ({ can }) => yesOrNo(can.balance)],
	['If the response to a submit is lost', lostSubmit],
	['How long videos are kept', ({ videosKept }) => videosKept],
	['Tasks at a time, as published', ({ tasksAtATime }) => tasksAtATime],
];

/** A Markdown table with its columns aligned. The first row is the heading. */
function table(rows: readonly string[][]): string {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const padded = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]))));
	const rule = line(widths.map((width) => '-'.repeat(width)));
	return [padded[0], rule, ...padded.slice(1)].join('\n');
}

export function providerTable(): string {
	const infos = PROVIDER_NAMES.map((name) => PROVIDER_INFOS[name]);
	return table([
		['', ...infos.map(({ displayName }) => displayName)],
		...ROWS.map(([label, cellOf]) => [label, ...infos.map(cellOf)]),
	]);
}

/** The reference with today's table. @throws where its markers are missing. */
export function referenceDocument(document = readFileSync(REFERENCE_DOCUMENT, 'utf8')): string {
	const [before, rest] = document.split(`${MARKERS.begin}\n`);
	const after = rest?.split(MARKERS.end)[1];
	if (after === undefined) throw new Error('docs/reference.md has no markers for the providers');
	return `${before}${MARKERS.begin}\n\n${providerTable()}\n\n${MARKERS.end}${after}`;
}

if (require.main === module) writeFileSync(REFERENCE_DOCUMENT, referenceDocument());
