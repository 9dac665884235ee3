import type { Provider } from '../../../nodes/Sora/providers/provider';
import { fakeModel, fakeProvider, fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { RESET, failed, done } from '../outcomes';

describe('a task whose submit lost its answer', () => {
	it('is found by the prompt that was sent, which an additional input may have replaced', async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET });
		const additionalInputs = { prompt: 'the other one' };
		const [outcome] = await server.run([fakeRequest('the one', { additionalInputs })]);
		expect(done(outcome).task.id).toBe('task-1');
	});

	it('is found under another name of its model in a list that holds no other model', async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET }, 2);
		const alias = fakeRequest('waves', { model: { ...fakeModel, id: 'toy-1/latest' } });
		const { list } = fakeProvider;
		if (!list) throw new Error('the fake provider has a list');
		const provider: Provider = {
			...fakeProvider,
			list: { ...list, holdsOnly: () => true },
		};
		const [unknown] = await server.run([alias]);
		expect(failed(unknown)).toMatchObject({ submitted: true, taskId: null });
		const [outcome] = await server.run([alias], {}, { provider, runIndex: 1 });
		expect(done(outcome).task.id).toBe('task-2');
	});

	it("does not take another item's task that the list shows under another ID", async () => {
		const server = new FakeServer();
		const provider: Provider = { ...fakeProvider, taskKey: (id) => id.replace(/^alias\//, '') };
		await server.run([fakeRequest('waves')], { until: 'submitted' }, { runIndex: 7 });
		for (const entry of Object.values(server.entries)) entry.taskId = 'alias/task-1';
		server.fail('submit', { status: 502 });
		const [outcome] = await server.run([fakeRequest('waves')], {}, { provider });
		expect(failed(outcome)).toMatchObject({ submitted: true, taskId: null });
	});
});
