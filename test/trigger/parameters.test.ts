/** The trigger's parameters by expression. */

import { useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();

it.each([
	['an array', '={{ ["ID"] }}'],
	['JSON', '["ID"]'],
	['text of lines', 'ID\r\n\r\nID;'],
])('reads task IDs from %s', async (_, spelling) => {
	const task = account.past('waveSpeed', 5);
	const taskIds = spelling.replaceAll('ID', task.id);
	const trigger = account.triggerOf('waveSpeed', { watch: 'taskIds', taskIds });
	await trigger.poll();
	expect(trigger.taskIds).toEqual([task.id]);
});

it('reads events and switches from text', async () => {
	const done = account.past('waveSpeed', 5);
	const trigger = account.triggerOf('waveSpeed', {
		watch: 'taskIds',
		taskIds: done.id,
		events: '={{ "failed, Completed" }}',
		downloadVideo: '={{ "no" }}',
		options: {
			includeProviderResponse: '={{ "1" }}',
			outputField: '={{ null }}',
			publicUrlHours: '={{ "1.5" }}',
		},
	});
	await trigger.poll();
	expect(trigger.items[0].json).toHaveProperty('providerResponse');
	expect(trigger.items[0].json).toMatchObject({
		publicUrl: null,
		warnings: [expect.stringContaining('Turn on Download Video')],
	});
	expect(trigger.items[0].binary).toBeUndefined();
});

it.each([
	[{ events: [] }, /Choose at least one event/],
	[{ events: '={{ ["done"] }}' }, /Events must be Completed or Failed, not "done"/],
	[
		{ taskIds: '={{ [{ id: 1 }] }}' },
		/Task IDs must be a list of texts, and one entry is an object/,
	],
	[{ taskIds: '={{ ({ id: 1 }) }}' }, /Task IDs must be text or a list of texts, not an object/],
	[{ downloadVideo: '={{ "x" }}' }, /Download Video must be true or false, not "x"/],
	[{ options: { outputField: '={{ [] }}' } }, /Output Field must be text, not a list/],
	[{ options: { publicUrlHours: '={{ "soon" }}' } }, /Public URL must be a number, not "soon"/],
])('refuses %j', async (parameters, problem) => {
	const trigger = account.triggerOf('waveSpeed', {
		watch: 'taskIds',
		taskIds: 'task-1',
		...parameters,
	});
	await expect(trigger.poll()).rejects.toThrow(problem);
	expect(account.sim.requests).toEqual([]);
});

it('refuses models that are no text', async () => {
	const trigger = account.triggerOf('waveSpeed', { options: { models: '={{ [{}] }}' } });
	await expect(trigger.poll()).rejects.toThrow(/Models must be a list of texts/);
});
