import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..');
const FOLDERS = ['nodes', 'credentials', 'support', 'scripts', 'test'];
const LINES_OF_A_FILE = 250;
const FILES_OF_A_FOLDER = 15;

function sourcesIn(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return sourcesIn(path);
		return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
	});
}

const SOURCES = new Map(
	FOLDERS.flatMap(sourcesIn).map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);

/** Files that a file imports, also those that it loads on first use. */
function importsOf(path: string): string[] {
	const targets = [...(SOURCES.get(path) ?? '').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)];
	return targets.flatMap(([, target]) => {
		const file = relative(ROOT, join(ROOT, dirname(path), target));
		return [`${file}.ts`, join(file, 'index.ts')].filter((each) => SOURCES.has(each)).slice(0, 1);
	});
}

/** The first circle that is met on the way through the imports of a file. */
function circleFrom(path: string, way: readonly string[], done: Set<string>): string[] | null {
	if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
	if (done.has(path)) return null;
	for (const target of importsOf(path)) {
		const circle = circleFrom(target, [...way, path], done);
		if (circle !== null) return circle;
	}
	done.add(path);
	return null;
}

describe('the sources', () => {
	it('are found', () => expect(SOURCES.size).toBeGreaterThan(200));

	it('import in no circles', () => {
		const done = new Set<string>();
		const circles = [...SOURCES.keys()].flatMap((path) => {
			const circle = circleFrom(path, [], done);
			return circle === null ? [] : [circle.join(' → ')];
		});
		expect(circles).toEqual([]);
	});

	it(`have at most ${LINES_OF_A_FILE} lines a file`, () => {
		const long = [...SOURCES].flatMap(([path, text]) => {
			const lines = text.split('\n').length - 1;
			return lines > LINES_OF_A_FILE ? [`${path}: ${lines}`] : [];
		});
		expect(long).toEqual([]);
	});

	it(`have at most ${FILES_OF_A_FOLDER} files a folder`, () => {
		const counts = new Map<string, number>();
		for (const path of SOURCES.keys()) {
			counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
		}
		expect([...counts].filter(([, count]) => count > FILES_OF_A_FOLDER)).toEqual([]);
	});
});
