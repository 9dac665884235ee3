/** What holds for every sample workflow, whatever it shows. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'demo/workflows');
const FILES = readdirSync(FOLDER);

interface Sample {
	name: string;
	nodes: INode[];
	connections: IConnections;
}

/** The platforms' own, and addresses that nobody has. */
const HOSTS = [
	'graph.facebook.com',
	'open.tiktokapis.com',
	'www.youtube.com',
	'example.com',
	'www.example.com',
	'n8n.example.com',
];
/** Beside those of the demo's providers: what n8n's own nodes post with. */
const POSTING_CREDENTIALS = ['Instagram', 'TikTok', 'YouTube'];
const CREDENTIALS = [
	...Object.values(PROVIDER_INFOS).map(({ displayName }) => `${displayName} (demo)`),
	...POSTING_CREDENTIALS,
];
/** The beginnings of keys of providers and platforms, and mail addresses. */
const SECRETS =
	/\bsk-|\bBearer [A-Za-z0-9]|\bEAA[A-Za-z0-9]{8}|\bwsk_|AIza|xox[bp]-|eyJ[A-Za-z0-9]/;
const MAIL_ADDRESS = /[\w.+-]+@(?!example\.com)[\w-]+\.\w+/;

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const LISTED = [...README.matchAll(/\(demo\/workflows\/([^)]+)\)/g)].map(([, file]) => file);
const NODE_READ = /\$\('([^']+)'\)/g;

const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const sampleOf = (file: string) => JSON.parse(textOf(file)) as Sample;

describe.each(FILES)('the sample %s', (file) => {
	const text = textOf(file);
	const { nodes, connections, ...rest } = sampleOf(file);

	it('has a note that explains it', () => {
		const note = nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const content = String(note?.parameters.content);
		expect(content.startsWith(`## `)).toBe(true);
		expect(content.length).toBeGreaterThan(100);
	});

	it('holds no key, no mail address and nothing that a run has left', () => {
		expect(text).not.toMatch(SECRETS);
		expect(text).not.toMatch(MAIL_ADDRESS);
		expect(Object.keys(rest).sort()).toEqual(['name', 'settings']);
	});

	it('names no address but example.com and the platforms’ own', () => {
		const hosts = [...text.matchAll(/https?:\/\/([^/"'\s\\{]+)/g)].map(([, host]) => host);
		expect(hosts.filter((host) => !HOSTS.includes(host))).toEqual([]);
	});

	it('names its credentials, and nobody’s own', () => {
		const credentials = nodes.flatMap((node) => Object.values(node.credentials ?? {}));
		for (const { id, name } of credentials) {
			expect(id).toBe('');
			expect(CREDENTIALS).toContain(name);
		}
	});

	it('connects nodes that exist, and leaves none of them out', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const targets = Object.values(connections).flatMap(({ main }) =>
			main.flatMap((outputs) => (outputs ?? []).map(({ node }) => node)),
		);
		for (const name of [...targets, ...Object.keys(connections)]) expect(names).toContain(name);
		const isLoose = ({ name, type }: INode) =>
			!type.endsWith('stickyNote') && !targets.includes(name) && !(name in connections);
		expect(nodes.length > 2 ? nodes.filter(isLoose).map(({ name }) => name) : []).toEqual([]);
	});

	it('reads only nodes that exist in its expressions', () => {
		const names = nodes.map(({ name }) => name);
		const read = [...JSON.stringify(nodes.map(({ parameters }) => parameters)).matchAll(NODE_READ)];
		for (const [, name] of read) expect(names).toContain(name);
	});

	it('is in the list of the README', () => {
		expect(LISTED).toContain(file);
	});
});

it('no two samples share an ID of a node, a webhook or a condition', () => {
	const ids = FILES.flatMap((file) =>
		[...textOf(file).matchAll(/"(?:id|webhookId)": "([0-9a-f]{8}-[^"]+)"/g)].map(([, id]) => id),
	);
	expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
