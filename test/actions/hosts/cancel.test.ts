import '../../faults/shortTimes';
import { videoOf } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';
import { atHost } from './host';

jest.setTimeout(30_000);

const sim = useSimulator({ renderMs: 1 });
const { text } = atHost(sim);
const cancelling = { waitTimeout: 10, cancelOnTimeout: true };
const removed = () => sim.requests.filter(({ method }) => method === 'DELETE').length;

/** A status that is said, whatever the task does: on the way, a task ends behind it. */
const saying = (fields: object, times = Infinity) =>
	sim.faults.add({
		on: 'status',
		fault: 'response',
		times,
		response: { status: 200, body: { object: 'video', status: 'in_progress', ...fields } },
	});

beforeEach(() => (sim.manner.host = 'qvac'));

it('removes no video of a task that is nearly done', async () => {
	saying({ progress: 96 });
	const { error } = await text({}, cancelling);

	expect(removed()).toBe(0);
	expect(error?.message).toContain('it is 96% done, and cancelling could remove its video');
	expect(error?.message).toContain(sim.tasks[0].id);
	expect(error?.description).toContain('Sora Get Result');
});

it('removes no video of a task whose status is not known', async () => {
	sim.faults.add({ on: 'status', fault: 'status502', times: Infinity });
	const { error } = await text({}, cancelling);

	expect(removed()).toBe(0);
	expect(error?.message).toContain("wasn't cancelled: its status isn't known, so it continues");
});

it('delivers a video that is done when the wait ends', async () => {
	sim.script(() => ({ renderMs: 850 }));
	const { items, error } = await text({}, cancelling);

	expect(error).toBeUndefined();
	expect(removed()).toBe(0);
	expect((await videoOf(items[0])).length).toBeGreaterThan(0);
});

it('polls no faster than the server asks for', async () => {
	sim.manner.host = 'unslothStudio';
	sim.faults.add({
		on: 'status',
		fault: 'response',
		times: 1,
		response: {
			status: 200,
			body: { object: 'video', status: 'queued' },
			headers: { 'openai-poll-after-ms': '9000' },
		},
	});
	await text();

	const polls = sim.requests.filter(({ kind }) => kind === 'status').map(({ at }) => at);
	expect(polls).toHaveLength(2);
	// A tenth of the time that users wait.
	expect(polls[1] - polls[0]).toBeGreaterThanOrEqual(890);
});
