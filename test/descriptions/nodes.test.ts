import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	Workflow,
	type ICredentialType,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import * as everything from '../../index';
import { MODELS_DOCUMENT, modelsDocument } from '../../scripts/models';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import { PROVIDER_NAMES } from '../../nodes/Sora/models/model';

const instances: Array<INodeType | ICredentialType> = Object.values(everything).map(
	(Class) => new Class(),
);
const nodes = instances.filter((one): one is INodeType => 'description' in one);
const credentials = instances.filter((one): one is ICredentialType => 'authenticate' in one);

/** A node's own parameters and those of its options. */
function allOf(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? allOf(property.options as INodeProperties[]) : []),
	]);
}

/** Tables without the spaces that align them. */
const reference = readFileSync(join(__dirname, '../../docs/reference.md'), 'utf8').replace(
	/ +/g,
	' ',
);

describe.each(nodes.map((node) => [node.description.displayName, node] as const))(
	'%s',
	(_, { description }) => {
		const parameters = allOf(description.properties);

		it('explains every parameter: by its description, its hint, or choice by choice', () => {
			const silent = parameters.filter(({ description: words, hint }) => !words && !hint);
			const unexplained = silent.filter(
				({ type, options = [] }) =>
					type !== 'collection' &&
					(options.length === 0 || options.some((option) => !('description' in option))),
			);
			expect(unexplained.map(({ displayName }) => displayName)).toEqual([]);
		});

		it.each(parameters.map(({ displayName }) => displayName))(
			'has %s in the reference',
			(label) => {
				expect(reference).toContain(`| ${label} |`);
			},
		);

		it.each(PROVIDER_NAMES)('shows the name of %s below its own', (provider) => {
			const nodeTypes = {
				getByName: () => ({ description }),
				getByNameAndVersion: () => ({ description }),
				getKnownTypes: () => ({}),
			} as unknown as INodeTypes;
			const node = {
				id: '1',
				name: 'Node',
				type: description.name,
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: { provider },
			};
			const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
			const subtitle = workflow.expression.getSimpleParameterValue(
				node,
				description.subtitle,
				'internal',
				{},
			);
			expect(subtitle).toBe(PROVIDER_INFOS[provider].displayName);
		});
	},
);

describe.each(credentials.map((one) => [one.displayName, one] as const))('%s', (_, credential) => {
	it.each(credential.properties.map(({ displayName }) => displayName))(
		'has %s in the reference',
		(label) => {
			expect(reference).toContain(`| ${label} |`);
		},
	);
});

it('hides options that count for nothing where nothing is waited for', () => {
	const [text] = nodes.filter(({ description }) => description.name === 'soraTextToVideo');
	const [get] = nodes.filter(({ description }) => description.name === 'soraGetResult');
	const kept = (type: INodeType, parameters: object) =>
		NodeHelpers.getNodeParameters(
			type.description.properties,
			{ ...parameters, options: { onTimeout: 'return', includeProviderResponse: true } },
			false,
			false,
			null,
			type.description,
		)?.options;
	const both = { onTimeout: 'return', includeProviderResponse: true };
	expect(kept(text, { waitMode: 'wait' })).toEqual(both);
	expect(kept(text, { waitMode: 'suspend' })).toEqual(both);
	expect(kept(text, { waitMode: 'submit' })).toEqual({ includeProviderResponse: true });
	expect(kept(get, { whenUnfinished: 'wait' })).toEqual(both);
	expect(kept(get, { whenUnfinished: 'return' })).toEqual({ includeProviderResponse: true });
	expect(kept(get, { whenUnfinished: '={{ $json.how }}' })).toEqual(both);
});

it('lists the catalogue as it is; `npx tsx scripts/models.ts` writes it anew', () => {
	expect(readFileSync(MODELS_DOCUMENT, 'utf8')).toBe(modelsDocument());
});
