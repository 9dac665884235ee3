import type { TriggerHarness } from '../harness/triggerHarness';
import { LISTING, MODELS, useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();
const MINUTE_MS = 60_000;

/** The task ends where no list that is read shows it any more: only its own answer tells. */
async function endBelowTheList(
	trigger: TriggerHarness,
	provider: (typeof LISTING)[number],
	id: string,
): Promise<void> {
	for (let i = 0; i < 250; i++) account.past(provider, 100, { outcome: 'failed' });
	await trigger.poll();
	await trigger.poll();
	account.sim.end(id, { outcome: 'completed' });
	await trigger.poll();
}

describe.each(LISTING)('a task of %s whose end only its own answer tells', (provider) => {
	it.each([{ models: '' }, { models: MODELS[provider] }])(
		'comes with the model that the list named, with %j',
		async ({ models }) => {
			const running = account.add(provider, { at: Date.now() - 300 * MINUTE_MS });
			const trigger = account.triggerOf(provider, { downloadVideo: false, options: { models } });
			await trigger.poll();
			await endBelowTheList(trigger, provider, running.id);
			expect(trigger.taskIds).toEqual([running.id]);
			expect(trigger.items[0].json).toMatchObject({
				model: MODELS[provider],
				deliveredModel: MODELS[provider],
			});
		},
	);
});

describe('a task of eachlabs that another model ran', () => {
	const plan = { outcome: 'never' as const, deliveredModel: 'acme-2-text-to-video' };

	it('is known by the model that was asked for, also through a restart', async () => {
		const running = account.add('eachlabs', { at: Date.now() - 300 * MINUTE_MS, plan });
		const parameters = { downloadVideo: false, options: { models: MODELS.eachlabs } };
		const before = account.triggerOf('eachlabs', parameters);
		await before.poll();
		const after = account.triggerOf('eachlabs', parameters, { staticData: before.stored });
		await endBelowTheList(after, 'eachlabs', running.id);
		expect(after.taskIds).toEqual([running.id]);
		expect(after.items[0].json).toMatchObject({
			model: MODELS.eachlabs,
			deliveredModel: 'acme-2-text-to-video',
		});
	});

	it('is known by the model that ran, too', async () => {
		const trigger = account.triggerOf('eachlabs', {
			downloadVideo: false,
			options: { models: 'acme-*' },
		});
		await trigger.poll();
		const task = account.add('eachlabs', {
			at: Date.now() - MINUTE_MS,
			plan: { ...plan, outcome: 'completed', renderMs: 1 },
		});
		await trigger.poll();
		expect(trigger.taskIds).toEqual([task.id]);
	});
});

describe('a task of eachlabs that is watched by its ID', () => {
	const watching = (ids: readonly string[], models: string) => ({
		watch: 'taskIds',
		taskIds: ids.join(' '),
		downloadVideo: false,
		options: { models },
	});
	const lists = () => account.sim.requests.filter(({ kind }) => kind === 'list').length;

	it.each(['', MODELS.eachlabs])(
		'comes with the model that the list names, with the filter "%s"',
		async (models) => {
			const [past, running] = [account.past('eachlabs', 5), account.add('eachlabs')];
			const trigger = account.triggerOf('eachlabs', watching([past.id, running.id], models));
			await trigger.poll();
			account.sim.end(running.id, { outcome: 'completed' });
			await trigger.poll();
			await trigger.poll();
			expect(trigger.items.map(({ json }) => [json.taskId, json.model])).toEqual([
				[past.id, MODELS.eachlabs],
				[running.id, MODELS.eachlabs],
			]);
			expect(lists()).toBe(1);
		},
	);

	it.each(['', MODELS.eachlabs])(
		'comes without a model where no list is to be had, with the filter "%s"',
		async (models) => {
			const past = account.past('eachlabs', 5);
			account.sim.faults.add({ on: 'list', fault: 'status502', times: Infinity });
			const trigger = account.triggerOf('eachlabs', watching([past.id], models));
			await trigger.poll();
			expect(trigger.items.map(({ json }) => [json.taskId, json.model])).toEqual([[past.id, '']]);
		},
	);
});
