/**
 * Do the samples import in an older n8n? It must know their nodes in their versions, and what the nodes
 * are told to do. What the nodes then do is seen in the newest one only (test/e2e/posting.e2e.test.ts).
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The release of n8n-nodes-base that goes with a release of n8n-core. */
const NODES_OF_CORE: Readonly<Record<string, string>> = { '1.122.0': '1.121.0' };

/** Steps that older versions can't do, each said in the sample's note. */
const NOT_IN_OLD_VERSIONS = ['content-calendar.json: Create the table'];

interface Description {
	name: string;
	version: number | number[];
	properties: INodeProperties[];
}

/** @returns what n8n's own nodes say of themselves; the package isn't installed, only read */
function descriptionsIn(version: string, cache: string): Description[] {
	const folder = join(cache, `n8n-nodes-base-${version}`);
	const file = join(folder, 'package/dist/types/nodes.json');
	if (!existsSync(file)) {
		mkdirSync(folder, { recursive: true });
		const packed = spawnSync('npm', ['pack', `n8n-nodes-base@${version}`, '--silent'], {
			cwd: folder,
			encoding: 'utf8',
		});
		const args = ['-xzf', packed.stdout.trim(), 'package/dist/types/nodes.json'];
		const { status, stderr } = spawnSync('tar', args, { cwd: folder, encoding: 'utf8' });
		if (status !== 0) throw new Error(`n8n-nodes-base ${version}: ${packed.stderr}${stderr}`);
	}
	return JSON.parse(readFileSync(file, 'utf8')) as Description[];
}

/** What the node is told to do, where the description doesn't have it. */
function unknownChoice({ parameters }: INode, { properties }: Description): string | null {
	for (const name of ['resource', 'operation']) {
		const value = parameters[name];
		const fields = properties.filter((field) => field.name === name);
		const values = fields.flatMap(({ options = [] }) =>
			(options as INodePropertyOptions[]).map((option) => option.value),
		);
		const isKnown = value === undefined || values.includes(String(value));
		if (fields.length > 0 && !isKnown) return `${name} ${String(value)}`;
	}
	return null;
}

function problemOf(node: INode, descriptions: readonly Description[]): string | null {
	const name = node.type.replace('n8n-nodes-base.', '');
	// Our own, and notes, which are the editor's.
	if (name.includes('.') || name === 'stickyNote') return null;
	const description = descriptions.find(
		(one) => one.name === name && [one.version].flat().includes(node.typeVersion),
	);
	if (description === undefined) return `no ${name} of version ${node.typeVersion}`;
	const choice = unknownChoice(node, description);
	return choice === null ? null : `${name} has no ${choice}`;
}

/** @returns whether that n8n knows all that the samples ask for; prints what it doesn't know */
export function samplesImport(core: string, root: string): boolean {
	const nodesVersion = NODES_OF_CORE[core];
	if (nodesVersion === undefined) return true;
	const title = `the samples in n8n-nodes-base ${nodesVersion}`;
	console.log(`\n▶ ${title}`);
	const descriptions = descriptionsIn(nodesVersion, join(root, '.cache'));
	const folder = join(root, 'demo/workflows');
	const problems = readdirSync(folder).flatMap((file) => {
		const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: INode[] };
		return nodes.flatMap((node) => {
			const problem = problemOf(node, descriptions);
			const place = `${file}: ${node.name}`;
			return problem === null || NOT_IN_OLD_VERSIONS.includes(place)
				? []
				: [`${place}: ${problem}`];
		});
	});
	for (const problem of problems) console.error(problem);
	console.log(`${problems.length === 0 ? '✓' : '✗'} ${title}`);
	return problems.length === 0;
}
