/**
 * From one compiled file for each source file to one for each floor (docs/architecture.md), as they
 * are published: a file of its own costs more bytes in the tarball, and more time when n8n loads it,
 * than what is in it. What a source file exports keeps its name, and each statement has a line of its
 * own: an error's stack still says where it comes from.
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { rollup } from 'rollup';
import { minify } from 'terser';
import { ROOT, StepFailed, heading } from './step.mjs';

/** What n8n reads at its start: the nodes, their descriptions, and what those are made of. */
const STARTUP = 'nodes/Sora/startup';
/** Loaded only for images that have to be changed. */
const RESIZE = 'nodes/Sora/media/resize';

const EXTERNAL = ['n8n-workflow', 'crypto'];

/** The files that n8n and npm find by their path, without `dist/` and `.js`. @returns {string[]} */
function entries() {
	const { n8n, main } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	return [...n8n.nodes, ...n8n.credentials, main].map((file) => file.slice('dist/'.length, -3));
}

/** The compiler leaves imports as they are written: without `.js`, and with a folder for its index. */
const typeScriptPaths = {
	name: 'typescript-paths',
	resolveId(source, importer) {
		if (importer === undefined || !source.startsWith('.')) return null;
		const path = resolve(dirname(importer), source);
		return [`${path}.js`, join(path, 'index.js')].find((file) => existsSync(file)) ?? null;
	},
};

/** Short names for everything but the functions that a source file exports. */
const compact = {
	name: 'compact',
	async renderChunk(code, { modules }) {
		const exported = Object.values(modules).flatMap((module) => module.renderedExports);
		const { code: minified } = await minify(code, {
			ecma: 2022,
			toplevel: true,
			keep_fnames: new RegExp(`^(${exported.join('|')})$`),
			keep_classnames: true,
			compress: { passes: 3 },
			format: { semicolons: false },
		});
		return minified;
	},
};

/** Everything that is loaded together with these modules. @returns {Set<string>} */
function loadedWith(modules, getModuleInfo) {
	const loaded = new Set();
	const open = [...modules];
	for (let module = open.pop(); module !== undefined; module = open.pop()) {
		if (loaded.has(module)) continue;
		loaded.add(module);
		open.push(...(getModuleInfo(module)?.importedIds ?? []));
	}
	return loaded;
}

/**
 * Which file a module goes into. Floors import downwards only, so their files cannot wait for each
 * other in a circle.
 * @param {string} folder of the compiled modules
 * @param {string[]} inputs their paths, of the entries
 */
function byFloor(folder, inputs) {
	let startup;
	return (id, { getModuleInfo }) => {
		startup ??= loadedWith(inputs, getModuleInfo);
		if (inputs.includes(id)) return null;
		if (startup.has(id)) return STARTUP;
		const path = relative(folder, id).split(sep).join('/');
		if (path.startsWith(`${RESIZE}/`)) return RESIZE;
		return path.split('/').slice(0, 3).join('/');
	};
}

/**
 * @param {string} from folder with the compiled ES modules
 * @param {string} to folder for the CommonJS that n8n loads
 * @throws {StepFailed} at any warning: a circle, an import that is not there
 */
export async function bundle(from, to) {
	heading('Bundle');
	const input = Object.fromEntries(entries().map((path) => [path, join(from, `${path}.js`)]));
	const warnings = [];
	const bundled = await rollup({
		input,
		external: EXTERNAL,
		plugins: [typeScriptPaths],
		treeshake: { moduleSideEffects: false },
		onwarn: ({ message }) => warnings.push(message),
	});
	await bundled.write({
		dir: to,
		format: 'cjs',
		exports: 'named',
		entryFileNames: '[name].js',
		chunkFileNames: '[name].js',
		manualChunks: byFloor(from, Object.values(input)),
		onlyExplicitManualChunks: true,
		// Otherwise each node would also require what only its actions need.
		hoistTransitiveImports: false,
		minifyInternalExports: true,
		generatedCode: 'es2015',
		externalLiveBindings: false,
		freeze: false,
		plugins: [compact],
	});
	await bundled.close();
	if (warnings.length === 0) return;
	console.error(warnings.join('\n'));
	throw new StepFailed('Bundle');
}
