import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { headingsIn, linksIn, namesIn, pathsIn, scriptsIn } from './mentions';

const ROOT = join(__dirname, '../..');
const SOURCES = 'nodes/Sora';
/** The provider that docs/adding-a-provider.md adds. */
const MADE_UP = /acme/i;
const NOT_OURS = /^(node_modules|dist|coverage|demo-output|\.git|\.cache)$/;

function filesBelow(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { withFileTypes: true })
		.filter(({ name }) => !NOT_OURS.test(name))
		.flatMap((entry) => {
			const path = join(folder, entry.name);
			if (entry.isSymbolicLink()) return [];
			return entry.isDirectory() ? filesBelow(path) : [path];
		});
}

const files = filesBelow('');
const folders = [...new Set(files.flatMap((file) => foldersOf(file)))];
const firstFolders = ['', SOURCES].flatMap((folder) =>
	folders
		.filter((path) => path !== '' && dirname(path) === (folder || '.'))
		.map((path) => basename(path)),
);
const pages = files.filter((file) => file.endsWith('.md') && !file.includes('fixtures'));
const scripts = Object.keys(
	(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);
const code = files
	.filter((file) => /\.(ts|mjs|js)$/.test(file) && !file.startsWith('test/docs/'))
	.map((file) => readFileSync(join(ROOT, file), 'utf8'))
	.join('\n');

function foldersOf(file: string): string[] {
	const folder = dirname(file);
	return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

/**
 * A path may be seen from the root, from the sources or from its page; a bare name may be any file's.
 * Tests may be named by a part of their path, as jest takes it.
 */
function isThere(path: string, page: string): boolean {
	const trimmed = path.replace(/\/$/, '');
	const wanted = ['', SOURCES, dirname(page)].map((from) => join(from, trimmed));
	if (trimmed.includes('*')) {
		const pattern = (text: string) =>
			new RegExp(`^${text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*')}$`);
		const isBare = !trimmed.includes('/');
		return (
			wanted.some((text) => files.some((file) => pattern(text).test(file))) ||
			(isBare && files.some((file) => pattern(trimmed).test(basename(file))))
		);
	}
	const isPart = (text: string) =>
		text.startsWith('test/') && files.some((file) => file.startsWith(text));
	return (
		wanted.some((text) => files.includes(text) || folders.includes(text) || isPart(text)) ||
		(!path.includes('/') && files.some((file) => basename(file) === path))
	);
}

describe.each(pages)('%s', (page) => {
	const text = readFileSync(join(ROOT, page), 'utf8');

	it('links to files and headings that are there', () => {
		const broken = linksIn(text).filter(({ path, heading }) => {
			const target = path === '' ? page : join(dirname(page), path);
			if (!existsSync(join(ROOT, target))) return true;
			if (heading === null || statSync(join(ROOT, target)).isDirectory()) return false;
			return !headingsIn(readFileSync(join(ROOT, target), 'utf8')).includes(heading);
		});
		expect(broken).toEqual([]);
	});

	it('names files and folders that are there', () => {
		const missing = pathsIn(text, firstFolders).filter(
			(path) => !isThere(path, page) && !MADE_UP.test(path),
		);
		expect(missing).toEqual([]);
	});

	it('names commands that package.json has', () => {
		expect(scriptsIn(text).filter((script) => !scripts.includes(script))).toEqual([]);
	});
});

it.each([
	'docs/architecture.md',
	'docs/glossary.md',
	'docs/adding-a-provider.md',
	'support/simulator/README.md',
])('%s uses the names of the code', (page) => {
	const words = new Set(code.match(/\w+/g));
	const unknown = namesIn(readFileSync(join(ROOT, page), 'utf8')).filter(
		(name) => !words.has(name) && !MADE_UP.test(name),
	);
	expect(unknown).toEqual([]);
});

it('lists every decision, with the title, status and date of its page', () => {
	const index = readFileSync(join(ROOT, 'docs/decisions/README.md'), 'utf8').replace(/ +/g, ' ');
	const decisions = pages.filter((page) => /^docs\/decisions\/\d/.test(page));
	expect(decisions.length).toBeGreaterThan(0);
	for (const page of decisions) {
		const text = readFileSync(join(ROOT, page), 'utf8');
		const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
		const [, status] = /^- Status: (.+)$/m.exec(text) ?? [];
		const [, date] = /^- Date: (\d{4}-\d\d-\d\d)$/m.exec(text) ?? [];
		const file = relative('docs/decisions', page);
		expect(index).toContain(`| ${number} | [${title}](${file}) | ${status} | ${date} |`);
	}
});

describe('what is looked for in a page', () => {
	const page = [
		'# The `first` rule, and why',
		'[there](README.md#installation), [here](#the-first-rule-and-why), [away](https://example.com/a.md)',
		'`engine/gone.ts`, `nodes/Sora/`, `policy.ts`, `bytedance/model`, `pollTask(run)`, `run.gone`',
		'```sh',
		'npx jest test/engine -t "a word"',
		'npm run nothing',
		'```',
	].join('\n');

	it('is every link within the repository', () => {
		expect(linksIn(page)).toEqual([
			{ path: 'README.md', heading: 'installation' },
			{ path: '', heading: 'the-first-rule-and-why' },
		]);
		expect(headingsIn(page)).toEqual(['the-first-rule-and-why']);
	});

	it('is every path of the repository, also in commands', () => {
		const paths = pathsIn(page, ['engine', 'nodes', 'test']);
		expect(paths).toEqual(['engine/gone.ts', 'nodes/Sora/', 'policy.ts', 'test/engine']);
		expect(paths.filter((path) => !isThere(path, 'README.md'))).toEqual(['engine/gone.ts']);
	});

	it('is every script, and every name with a capital in it', () => {
		expect(scriptsIn(page)).toEqual(['nothing']);
		expect(namesIn(page)).toEqual(['pollTask']);
	});
});
