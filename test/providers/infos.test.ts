import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import * as everything from '../../index';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDERS } from '../../nodes/Sora/providers';
import {
	enumerated,
	PROVIDER_INFOS,
	providersWhere,
	whoCan,
	whoCannot,
} from '../../nodes/Sora/providers/infos';
import manifest from '../../package.json';
import { REFERENCE_DOCUMENT, referenceDocument } from '../../scripts/providers';

const credentials = Object.values(everything)
	.map((Class) => new Class())
	.filter((one) => 'authenticate' in one);

function defaultOf(properties: readonly INodeProperties[], name: string): unknown {
	return properties.find((property) => property.name === name)?.default;
}

describe.each(PROVIDER_NAMES)('the info of %s', (name) => {
	const info = PROVIDER_INFOS[name];

	it('promises what the provider can do, and no more', () => {
		const { list, cancel, callback, upload, price, balance, lastFrame } = PROVIDERS[name];
		const parts = { list, cancel, callback, upload, price, balance, lastFrame };
		const promised = Object.entries(info.can).map(([ability, can]) => [ability, can !== false]);
		const there = Object.entries(parts).map(([ability, part]) => [ability, part !== undefined]);
		expect(Object.fromEntries(promised)).toEqual(Object.fromEntries(there));
	});

	it('says where last frames come from, as the provider has it', () => {
		expect(info.lastFrameComes).toBe(PROVIDERS[name].lastFrame?.comes);
	});

	it('says whether the catalogue has prices in CNY', () => {
		const inCny = PROVIDERS[name].catalogue.filter(({ price }) => price?.currency === 'CNY');
		expect(info.hasPricesInCny).toBe(inCny.length > 0);
	});

	it('is a part of the provider', () => {
		expect(info.name).toBe(name);
		expect(PROVIDERS[name]).toMatchObject(info);
	});

	it('belongs to one credential, which starts with its base URL', () => {
		const [credential, ...others] = credentials.filter((one) => one.name === info.credentialType);
		expect(others).toEqual([]);
		expect(credential.displayName).toBe(info.credentialName);
		expect(defaultOf(credential.properties, 'baseUrl')).toBe(info.defaultBaseUrl);
		expect(info.defaultBaseUrl).toMatch(/^https:\/\/.*[^/]$/);
	});

	it('has its own test of the fault matrix', () => {
		const test = readFileSync(join(__dirname, `../faults/${name}.test.ts`), 'utf8');
		expect(test).toContain(`describeProvider('${name}')`);
	});
});

it('has as many credentials as providers, and n8n is told of each', () => {
	expect(credentials).toHaveLength(PROVIDER_NAMES.length);
	const classNames = credentials.map((credential) => credential.constructor.name);
	expect(manifest.n8n.credentials.map((file) => basename(file, '.credentials.js')).sort()).toEqual(
		classNames.sort(),
	);
});

describe('who can do what', () => {
	const named = (names: string): ProviderName[] =>
		PROVIDER_NAMES.filter((name) => names.includes(PROVIDER_INFOS[name].displayName));

	it('names the providers of an ability in a sentence', () => {
		expect(whoCan('callback')).toBe('WaveSpeedAI, Eachlabs, fal and OpenRouter');
		expect(named(whoCan('callback'))).toEqual(
			PROVIDER_NAMES.filter((name) => PROVIDERS[name].callback !== undefined),
		);
	});

	it('names those without it, and those where it depends on the host', () => {
		expect(whoCannot('list')).toBe('APIYI, OpenRouter and some OpenAI-Compatible hosts');
		expect(named(whoCannot('callback'))).toEqual(['apiyi', 'openAiCompatible']);
	});

	it('names those of which something is true', () => {
		expect(providersWhere(({ lastFrameComes }) => lastFrameComes === 'byTask')).toBe(
			'Eachlabs and fal',
		);
		expect(providersWhere(({ clips }) => clips.from.includes('task'))).toBe(
			'OpenRouter and OpenAI-Compatible',
		);
	});

	it.each([
		[[], ''],
		[['A'], 'A'],
		[['A', 'B'], 'A and B'],
		[['A', 'B', 'C'], 'A, B and C'],
	])('joins %j', (names, sentence) => {
		expect(enumerated(names)).toBe(sentence);
	});
});

it('is the table of the reference; `npx tsx scripts/providers.ts` writes it anew', () => {
	expect(readFileSync(REFERENCE_DOCUMENT, 'utf8')).toBe(referenceDocument());
});
