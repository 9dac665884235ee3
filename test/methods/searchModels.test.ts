import type { ILoadOptionsFunctions } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { searchModels } from '../../nodes/Sora/methods/searchModels';

/** An editor in which no credential has been chosen yet. */
async function found(provider: ProviderName, node: string, filter?: string) {
	const editor = {
		getCurrentNodeParameter: () => provider,
		getNode: () => ({ type: `n8n-nodes-sora.${node}` }),
		getCredentials: () => Promise.reject(new Error('There is none')),
	} as unknown as ILoadOptionsFunctions;
	return (await searchModels.call(editor, filter)).results;
}

it('says in a retired model’s name, which is all that the editor shows, what to use instead', async () => {
	const [sora] = await found('waveSpeed', 'soraTextToVideo', 'openai/sora-2/text-to-video');
	expect(sora.name).toBe('Sora 2 (retired, use Seedance 2.5)');
	const [imageInput] = await found('eachlabs', 'soraImageToVideo', 'sora-2-image-to-video');
	expect(imageInput.name).toBe('Sora 2 (retired, use Seedance 2.0 Fast)');
});

it('puts the default first and retired models last', async () => {
	const all = await found('waveSpeed', 'soraTextToVideo');
	expect(all[0].value).toBe('bytedance/seedance-2.5/text-to-video');
	const firstRetired = all.findIndex(({ name }) => name.includes('retired'));
	expect(all.slice(firstRetired).every(({ name }) => name.includes('retired'))).toBe(true);
});

it('gives the price with what it is the price of', async () => {
	const [fast] = await found('eachlabs', 'soraTextToVideo', 'seedance 2.0 fast');
	expect(fast.description).toMatch(/, \$0\.1129 a second at 480p, \$0\.2419 a second at 720p$/);
});
