import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { providerSubtitle } from './descriptions/provider';
import { generatingNode } from './generatingNode';

const node = generatingNode('image');

export class SoraImageToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sora Image to Video',
		name: 'soraImageToVideo',
		icon: { light: 'file:sora.svg', dark: 'file:sora.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: providerSubtitle,
		description: 'Turn images into videos with Seedance, Wan, Kling, Veo and other models',
		defaults: { name: 'Sora Image to Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		...node.description,
	};

	methods = node.methods;

	execute = node.execute;

	webhook = node.webhook;
}
