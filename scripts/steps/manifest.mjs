/** What n8n's verification asks of package.json and of the files that are published. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, posix } from 'node:path';
import { ROOT } from './step.mjs';

export const TARBALL_LIMIT_BYTES = 150_000;

/** @param {string[]} keys @returns {string[]} */
const emptyOrMissing = (manifest, keys) =>
	keys
		.filter((key) => Object.keys(manifest[key] ?? {}).length > 0)
		.map((key) => `package.json has "${key}", which must be empty`);

/** @returns {string[]} */
function findingsInKeys(manifest) {
	const peers = JSON.stringify(manifest.peerDependencies);
	return [
		...emptyOrMissing(manifest, [
			'dependencies',
			'optionalDependencies',
			'bundleDependencies',
			'overrides',
			'resolutions',
		]),
		...(peers === '{"n8n-workflow":"*"}' ? [] : [`peerDependencies are ${peers}`]),
		...(JSON.stringify(manifest.files) === '["dist"]' ? [] : ['"files" is not ["dist"]']),
		...(manifest.license === 'MIT' ? [] : ['the license is not MIT']),
	];
}

/** An icon is one `file:` path or a light and a dark one, seen from the file that names it. */
function iconsOf(file, icon) {
	const paths = typeof icon === 'string' ? [icon] : [icon?.light, icon?.dark];
	return paths.map((path) =>
		path?.startsWith('file:') ? posix.join(dirname(file), path.slice('file:'.length)) : null,
	);
}

/** Loads the class that n8n would: named as its file. */
function load(file, suffix) {
	const className = basename(file, suffix);
	const exported = createRequire(join(ROOT, 'package.json'))(join(ROOT, file))[className];
	return exported ? new exported() : null;
}

/** @returns {string[]} */
function findingsInEntry(file, suffix, iconOf, packed) {
	if (!packed.has(file)) return [`${file} is listed in package.json but is not in the tarball`];
	const loaded = load(file, suffix);
	if (loaded === null) return [`${file} exports no class ${basename(file, suffix)}`];
	return iconsOf(file, iconOf(loaded))
		.filter((icon) => icon === null || !packed.has(icon))
		.map((icon) => `${file}: icon ${icon ?? 'missing'} is not in the tarball`);
}

/** The codex file puts a node into its category, and finds it by other words. */
function findingsInCodex(file, packed) {
	const codexFile = file.replace(/\.js$/, '.json');
	if (!packed.has(codexFile)) return [`${file} has no codex file ${basename(codexFile)} beside it`];
	const codex = JSON.parse(readFileSync(join(ROOT, codexFile), 'utf8'));
	const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	const type = `${name}.${load(file, '.node.js')?.description.name}`;
	return [
		...(codex.node === type ? [] : [`${codexFile} is for "${codex.node}", the node is "${type}"`]),
		// n8n drops the whole codex, without a word, where this is missing.
		...(codex.resources ? [] : [`${codexFile} has no "resources"`]),
		...(codex.categories?.length > 0 ? [] : [`${codexFile} has no categories`]),
	];
}

/**
 * @param {{ bytes: number, files: string[] }} tarball
 * @returns {string[]} everything that is wrong; empty when nothing is
 */
export function findingsInPackage({ bytes, files }) {
	const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	const packed = new Set(files);
	const { nodes, credentials } = manifest.n8n;
	const strays = files.filter(
		(file) =>
			!file.startsWith('dist/') && !/^(package\.json|README\.md|LICENSE(\.md)?)$/.test(file),
	);
	const notCompiled = files.filter((file) => /^dist\/(test|scripts|demo)\//.test(file));
	return [
		...findingsInKeys(manifest),
		...(bytes > TARBALL_LIMIT_BYTES
			? [`the tarball has ${bytes} bytes, more than ${TARBALL_LIMIT_BYTES}`]
			: []),
		...(nodes.length > 0 ? [] : ['package.json lists no node']),
		...(existsSync(join(ROOT, manifest.main)) ? [] : [`main, ${manifest.main}, does not exist`]),
		...[...strays, ...notCompiled].map((file) => `${file} does not belong into the tarball`),
		...nodes.flatMap((file) =>
			findingsInEntry(file, '.node.js', (node) => node.description.icon, packed),
		),
		...nodes.flatMap((file) => (packed.has(file) ? findingsInCodex(file, packed) : [])),
		...credentials.flatMap((file) =>
			findingsInEntry(file, '.credentials.js', (credential) => credential.icon, packed),
		),
	];
}
