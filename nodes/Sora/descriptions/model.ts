import type { INodeProperties } from 'n8n-workflow';
import { PROVIDER_NAMES, type ModelKind } from '../models/model';
import { PROVIDER_INFOS } from '../providers/infos';
import type { ProviderInfo } from '../providers/providerInfo';

/** One model field for each provider, so that each starts with a model that works today. */
export function modelProperties(kind: ModelKind): INodeProperties[] {
	return PROVIDER_NAMES.map((name) => modelProperty(PROVIDER_INFOS[name], kind));
}

function modelProperty(
	{ name: provider, defaultModels }: ProviderInfo,
	kind: ModelKind,
): INodeProperties {
	const { id: value, name } = defaultModels[kind];
	return {
		displayName: 'Model',
		name: 'model',
		type: 'resourceLocator',
		default: { mode: 'list', value, cachedResultName: name },
		description:
			"The model that renders the video. If empty, the provider's default model is used.",
		// Another provider has other models: n8n's editor empties the field.
		typeOptions: { loadOptionsDependsOn: ['provider'] },
		displayOptions: { show: { provider: [provider] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchModels', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${value}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '[^\\s?#%\\\\]*',
							errorMessage: 'A model ID must not contain spaces, ?, # or %',
						},
					},
				],
			},
		],
	};
}
