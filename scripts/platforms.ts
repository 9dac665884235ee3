/**
 * Writes the table of platforms into docs/platforms.md: `npx tsx scripts/platforms.ts`. What it says
 * stands in `nodes/Sora/media/platform/platforms.ts`.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLATFORMS, PLATFORM_NAMES, type Limit } from '../nodes/Sora/media/platform/platforms';

export const PLATFORMS_DOCUMENT = join(__dirname, '../docs/platforms.md');

const MARKERS = {
	begin: '<!-- platforms: written by scripts/platforms.ts -->',
	end: '<!-- /platforms -->',
};

const MEASURES: Readonly<Record<Limit['measure'], string>> = {
	seconds: 'Length (seconds)',
	framesPerSecond: 'Frames a second',
	width: 'Width (pixels)',
	shortSide: 'Shorter side (pixels)',
	longSide: 'Longer side (pixels)',
	ratio: 'Width to height',
	megabytes: 'File (MB)',
	megabitsPerSecond: 'Bit rate (Mbit/s)',
	videoCodec: 'Video codec',
	audioCodec: 'Audio codec',
	indexFirst: 'Index (`moov`)',
};

const rounded = (value: number) => String(Math.round(value * 100) / 100);

function taken({ from, to, oneOf, measure }: Limit): string {
	if (measure === 'indexFirst') return 'before the video';
	if (oneOf) return oneOf.map((word) => (word === 'none' ? 'no sound' : word)).join(', ');
	if (from !== undefined && to !== undefined) return `${rounded(from)} to ${rounded(to)}`;
	return from === undefined ? `at most ${rounded(to ?? 0)}` : `at least ${rounded(from)}`;
}

/** A Markdown table with its columns aligned. The first row is the heading. */
function table(rows: ReadonlyArray<readonly string[]>): string {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const padded = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]))));
	const rule = line(widths.map((width) => '-'.repeat(width)));
	return [padded[0], rule, ...padded.slice(1)].join('\n');
}

function platformTable(): string {
	const rows = PLATFORM_NAMES.flatMap((name) =>
		PLATFORMS[name].limits.map((limit) => [
			PLATFORMS[name].name,
			MEASURES[limit.measure],
			taken(limit),
			limit.isDoubtful ? 'Doubtful' : '',
			`[${new URL(limit.source.url).hostname}](${limit.source.url}), ${limit.source.on}`,
		]),
	);
	return table([['For', 'What', 'Taken', '', 'Source'], ...rows]);
}

/** The page with today's table. @throws where its markers are missing. */
export function platformsDocument(document = readFileSync(PLATFORMS_DOCUMENT, 'utf8')): string {
	const [before, rest] = document.split(`${MARKERS.begin}\n`);
	const after = rest?.split(MARKERS.end)[1];
	if (after === undefined) throw new Error('docs/platforms.md has no markers for the platforms');
	return `${before}${MARKERS.begin}\n\n${platformTable()}\n\n${MARKERS.end}${after}`;
}

if (require.main === module) writeFileSync(PLATFORMS_DOCUMENT, platformsDocument());
