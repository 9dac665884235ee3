import { ended, LISTING, useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();

describe('choosing what to hear of', () => {
	const failed = { outcome: 'failed' as const, message: 'the machine caught fire' };

	it('passes failed tasks over unless they are asked for', async () => {
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		account.past('waveSpeed', 1, failed);
		await trigger.poll();
		expect(trigger.items).toEqual([]);
	});

	it.each(LISTING)('emits a failed task of %s with its failure', async (provider) => {
		const trigger = account.triggerOf(provider, { events: ['failed'] });
		await trigger.poll();
		const task = account.past(provider, 1, failed);
		account.past(provider, 1);
		await trigger.poll();
		expect(trigger.taskIds).toEqual([task.id]);
		expect(trigger.items[0].json).toMatchObject({
			status: 'failed',
			failure: { category: 'provider' },
		});
		expect(trigger.items[0].json).not.toHaveProperty('error');
	});

	it('knows models by their names and by how they begin', async () => {
		const trigger = account.triggerOf('waveSpeed', {
			downloadVideo: false,
			options: { models: 'google/veo3.1/text-to-video, bytedance/*' },
		});
		await trigger.poll();
		const models = [
			'google/veo3.1/text-to-video',
			'google/veo3.1/image-to-video',
			'bytedance/seedance-2.5/text-to-video',
		];
		for (const model of models) {
			account.add('waveSpeed', { model, at: Date.now() - 60_000, plan: ended });
		}
		await trigger.poll();
		expect(trigger.items.map(({ json }) => json.model)).toEqual([models[0], models[2]]);
	});

	it.each([
		['fal-ai/veo3.1/fast', ['fal-ai/veo-3-fast', 'fal-ai/veo3.1/fast']],
		['fal-ai/veo3.1/fast*', ['fal-ai/veo-3-fast', 'fal-ai/veo3.1/fast']],
		// No known model of that name: the list is of all that are known.
		['acme/*', []],
	])('takes what the list of fal holds of %s, whatever it calls it', async (models, expected) => {
		const trigger = account.triggerOf('fal', { downloadVideo: false, options: { models } });
		await trigger.poll();
		const asAlias = { ...ended, deliveredModel: 'fal-ai/veo-3-fast' };
		for (const [model, plan] of [
			['fal-ai/veo3.1/fast', ended],
			['fal-ai/veo3.1/fast', asAlias],
			['fal-ai/veo3.1', ended],
		] as const) {
			account.add('fal', { model, at: Date.now() - 60_000, plan });
		}
		await trigger.poll();
		expect(trigger.items.map(({ json }) => json.model).sort()).toEqual(expected);
	});

	it('starts anew where another account is watched', async () => {
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		account.past('eachlabs', 10);
		const other = account.triggerOf('eachlabs', {}, { staticData: trigger.stored });
		expect(await other.poll()).toBeNull();
		expect(other.items).toEqual([]);
	});
});
