/** The package's nodes and credentials, as n8n's engine asks for them. */

import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import * as project from '../../index';

export const NODE_PREFIX = 'n8n-nodes-sora.';

const nodeClasses: Record<string, INodeType> = {};
const credentialClasses: Record<string, ICredentialType> = {};
for (const [name, part] of Object.entries(project)) {
	const instance: unknown = new (part as new () => unknown)();
	if ('description' in (instance as object)) {
		const node = instance as INodeType;
		nodeClasses[NODE_PREFIX + node.description.name] = node;
	} else {
		credentialClasses[name.charAt(0).toLowerCase() + name.slice(1)] = instance as ICredentialType;
	}
}

/** A node that emits these items; each run has its own, so that runs may go side by side. */
export const sourceOf = (items: readonly INodeExecutionData[]): INodeType => ({
	description: {
		displayName: 'Source',
		name: 'source',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return await Promise.resolve([structuredClone([...items])]);
	},
});

/** @param onSettled called when a node of ours has returned or thrown, whatever n8n does then. */
export function nodeTypesWith(source: INodeType, onSettled: () => void = () => {}): INodeTypes {
	const watched = (type: INodeType): INodeType => {
		const copy = Object.create(type) as INodeType;
		copy.execute = async function (this: IExecuteFunctions) {
			return (await type.execute?.call(this).finally(onSettled)) ?? [];
		};
		return copy;
	};
	const find = (name: string) => (name === 'source' ? source : watched(typeOf(name)));
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

export function typeOf(name: string): INodeType {
	// n8n makes the tool of a node under its name with `Tool` behind it.
	const found = nodeClasses[name.replace(/Tool$/, '')];
	if (!found) throw new Error(`no node type ${name}`);
	return found;
}

/** n8n's authentication by the credential's own function, with one set of data for each type. */
export function credentialsHelper(
	data: Record<string, ICredentialDataDecryptedObject>,
): ICredentialsHelper {
	const helper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		preAuthentication: async () => await Promise.resolve(undefined),
		getDecrypted: async (_: unknown, __: unknown, type: string) =>
			await Promise.resolve({ ...data[type] }),
		getCredentialsProperties: (type: string) => credentialClasses[type].properties,
		authenticate: async (
			credentials: ICredentialDataDecryptedObject,
			type: string,
			options: IHttpRequestOptions,
		) => {
			const { authenticate } = credentialClasses[type];
			if (typeof authenticate !== 'function')
				throw new Error(`${type} has no function for its key`);
			return await authenticate(credentials, options);
		},
	};
	return helper as unknown as ICredentialsHelper;
}
