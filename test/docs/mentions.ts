/** What a page of the documentation says is there: files, links, commands and names of the code. */

/** Links within the repository: `[text](path#heading)`. */
export interface Link {
	/** As it is written; empty for a heading of the same page. */
	path: string;
	/** null without a `#`. */
	heading: string | null;
}

const FENCE = /^```.*\n([\s\S]*?)^```$/gm;
const INLINE_CODE = /`([^`\n]+)`/g;
const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} (.+)$/gm;
const SOURCE_FILE = /\.(ts|mjs|js|json|md|yml|sh|svg|tgz)$/;
const PATH = /^[\w.@*-]+(\/[\w.@*-]+)*\/?$/;
const NAME = /^[A-Za-z]+$/;

function textsOf(page: string, pattern: RegExp): string[] {
	return [...page.matchAll(pattern)].map(([, text]) => text);
}

function withoutFences(page: string): string {
	return page.replace(FENCE, '');
}

export function linksIn(page: string): Link[] {
	return textsOf(withoutFences(page), LINK)
		.filter((target) => !/^[a-z]+:/.test(target))
		.map((target) => {
			const [path, heading] = target.split('#');
			return { path, heading: heading ?? null };
		});
}

/** The fragments that GitHub gives to the headings of a page. */
export function headingsIn(page: string): string[] {
	return textsOf(withoutFences(page), HEADING).map((heading) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-'),
	);
}

/**
 * Paths in backticks, and those that commands name, as they are written.
 * @param folders names of folders that a path of the repository may begin with
 */
export function pathsIn(page: string, folders: readonly string[]): string[] {
	const words = [...textsOf(withoutFences(page), INLINE_CODE), ...textsOf(page, FENCE)]
		.flatMap((code) => code.split(/\s+/))
		.filter((word) => PATH.test(word));
	return words.filter((word) => {
		const [first, second] = word.split('/');
		return SOURCE_FILE.test(word) || (second !== undefined && folders.includes(first));
	});
}

/** Scripts of package.json: `npm run dev`, `npm test`. */
export function scriptsIn(page: string): string[] {
	return [...textsOf(page, /\bnpm run ([\w:-]+)/g), ...(/\bnpm test\b/.test(page) ? ['test'] : [])];
}

/** Words in backticks that look like names of the code: `pollTask`, `CrashJournal`. */
export function namesIn(page: string): string[] {
	return textsOf(withoutFences(page), INLINE_CODE)
		.map((code) => code.replace(/\(.*\)$/, ''))
		.flatMap((code) => code.split('.'))
		.filter((code) => NAME.test(code) && /[A-Z]/.test(code) && /[a-z]/.test(code));
}
