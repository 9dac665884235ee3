import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { providerSubtitle } from './descriptions/provider';
import { generatingNode } from './generatingNode';

const node = generatingNode('video');

export class SoraVideoToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Video to Video',
		name: 'soraVideoToVideo',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Extend, change or join videos with Seedance, Wan, Kling, Veo and other models',
		defaults: { name: 'Sora Video to Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		...node.description,
	};

	methods = node.methods;

	execute = node.execute;

	webhook = node.webhook;
}
