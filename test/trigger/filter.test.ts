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

	it('starts anew where another account is watched', async () => {
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		account.past('eachlabs', 10);
		const other = account.triggerOf('eachlabs', {}, { staticData: trigger.stored });
		expect(await other.poll()).toBeNull();
		expect(other.items).toEqual([]);
	});
});
