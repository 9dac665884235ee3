/** Tasks whose end is behind a second call. */

import type { Provider, StatusResponse } from '../../nodes/Sora/providers/provider';
import { fakeProvider } from './fakeProvider';
import { FakeServer } from './fakeServer';
import { done, failed, MODERATED, prompts } from './outcomes';

/** The status only says that the task has ended; the same path with `?result` says how. */
const inTwoCalls = (certain?: 'failed'): Provider => ({
	...fakeProvider,
	parseStatus: (response, ref): StatusResponse => {
		const result = fakeProvider.parseStatus(response, ref);
		if (result.kind !== 'task' || result.task.status !== 'completed') return result;
		const { task } = result;
		const further: StatusResponse['further'] = {
			call: { to: 'provider', method: 'GET', path: `/tasks/${task.id}?result` },
			parse: (ended) => {
				if (ended.status === 200) return fakeProvider.parseStatus(ended, ref);
				if (ended.status === 422)
					return { kind: 'task', task: { ...task, status: 'failed', failure: MODERATED } };
				return { kind: 'unclear', failure: { ...MODERATED, category: 'provider' } };
			},
		};
		return certain === 'failed'
			? { kind: 'task', task: { ...task, status: 'failed', failure: MODERATED }, further }
			: { kind: 'unclear', failure: MODERATED, further };
	},
});

const isResult = ({ call }: FakeServer['calls'][number]) =>
	call.to === 'provider' && call.path.endsWith('?result');

/** The results come with these statuses, one after the other, then as they are. */
class ResultServer extends FakeServer {
	constructor(private readonly statuses: number[]) {
		super();
	}

	override async send(call: Parameters<FakeServer['send']>[0]) {
		if (call.to !== 'provider' || !call.path.endsWith('?result')) return await super.send(call);
		const status = this.statuses.shift();
		const sent = await super.send({ ...call, path: call.path.replace('?result', '') });
		this.calls[this.calls.length - 1].call = call;
		if (status === undefined || !('response' in sent)) return sent;
		return { response: { status, headers: {}, body: '' } };
	}
}

it('are read with it, once the status says that they have ended', async () => {
	const server = new ResultServer([]);
	const [outcome] = await server.run(prompts(1), {}, { provider: inTwoCalls() });
	expect(done(outcome).task.status).toBe('completed');
	expect(server.calls.filter(isResult)).toHaveLength(1);
});

it('are asked for again if it says nothing', async () => {
	const server = new ResultServer([502, 502]);
	const [outcome] = await server.run(prompts(1), {}, { provider: inTwoCalls() });
	expect(done(outcome).task.status).toBe('completed');
	expect(server.calls.filter(isResult)).toHaveLength(3);
	expect(server.bills).toBe(1);
});

it('have failed if it says so', async () => {
	const server = new ResultServer([422]);
	const [outcome] = await server.run(prompts(1), {}, { provider: inTwoCalls() });
	expect(failed(outcome)).toMatchObject({ submitted: true, failure: { category: 'moderation' } });
});

it('have failed if the status is sure of it and the second call says nothing', async () => {
	const server = new ResultServer([502]);
	const [outcome] = await server.run(prompts(1), {}, { provider: inTwoCalls('failed') });
	expect(failed(outcome)).toMatchObject({ status: 'failed' });
	expect(server.calls.filter(isResult)).toHaveLength(1);
});
