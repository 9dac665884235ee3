import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostManner } from '../../../support/simulator/hosts/manner';
import { videoOf } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';
import { atHost, HOSTS } from './host';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 1 });
const { text, trigger } = atHost(sim);

const MINUTE_MS = 60_000;
const FOUND = expect.stringContaining("found in the account's list") as string;
const add = (at = Date.now(), plan = {}) =>
	sim.addTask({ provider: 'openAiCompatible', model: 'wan', at, plan });

/** What a host needs in the filter, so that it lists anything. */
const modelsOf = ({ list }: HostManner) => (list?.of ? `${list.of.value}/*` : '');

describe.each(HOSTS)('Sora Trigger at %s', (_, name, host) => {
	beforeEach(() => (sim.manner.host = name));

	const idOf = (id: string) => host.laterId?.(id) ?? id;
	const models = modelsOf(host);

	if (host.list !== null) {
		it('starts a workflow once for each task that ends, however long the list', async () => {
			for (let i = 0; i < 5; i++) add(Date.now() - 30 * MINUTE_MS);
			const running = add(Date.now(), { outcome: 'never' });
			const watching = trigger({ options: { models } });
			expect(await watching.poll()).toBeNull();

			sim.end(running.id, { outcome: 'completed' });
			const later = Array.from({ length: 5 }, () => add());
			await new Promise((resolve) => setTimeout(resolve, 20));
			await watching.poll();
			await watching.poll();

			expect([...watching.taskIds].sort()).toEqual(
				[running, ...later].map(({ id }) => idOf(id)).sort(),
			);
			const bytes = await videoOf(watching.items[0]);
			expect(bytes.subarray(8, 12).toString() === 'AVI ').toBe(host.videoType !== undefined);
			expect(sim.violations).toEqual([]);
		});
	} else {
		it('says that the host has no list, and what to do instead', async () => {
			const error: unknown = await trigger()
				.poll()
				.catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({
				message: expect.stringContaining('has no list of tasks') as string,
				description: expect.stringContaining('Set Watch to Task IDs') as string,
			});
		});
	}

	if (host.content !== 'none') {
		it('watches a task by its ID', async () => {
			const { id } = add(Date.now(), { outcome: 'never' });
			const watching = trigger({ watch: 'taskIds', taskIds: id });
			expect(await watching.poll()).toBeNull();
			sim.end(id, { outcome: 'completed' });
			await watching.poll();
			await watching.poll();

			expect(watching.taskIds).toEqual([id]);
			expect(watching.items[0].binary?.data.fileExtension).toBe(host.videoType ? 'avi' : 'mp4');
		});

		it('starts a workflow for a task that has failed, with its reason', async () => {
			const { id } = add(Date.now(), { outcome: 'never' });
			const watching = trigger({ watch: 'taskIds', taskIds: id, events: ['failed'] });
			await watching.poll();
			sim.end(id, { outcome: 'failed', message: 'CUDA out of memory' });
			await watching.poll();

			expect(watching.items[0].json).toMatchObject({
				taskId: id,
				status: 'failed',
				failure: { message: expect.stringContaining('CUDA out of memory') as string },
			});
		});
	}
});

describe('the list of LiteLLM', () => {
	beforeEach(() => (sim.manner.host = 'liteLlm'));

	it('says what it needs', async () => {
		await expect(trigger().poll()).rejects.toMatchObject({
			message: expect.stringContaining('enter it in Models, for example hosted_vllm/*') as string,
		});
	});

	it.each([
		['hosted_vllm/wan', 1],
		['hosted_vllm/*', 1],
		['hosted_vllm/other, wan', 1],
		['hosted_vllm/other', 0],
		['gemini/*', 0],
	])('is of one provider, and its tasks are known by its name: %s', async (models, expected) => {
		const watching = trigger({ downloadVideo: false, options: { models } });
		await watching.poll();
		add(Date.now() - MINUTE_MS);
		await watching.poll();
		expect(watching.items.map(({ json }) => [json.model, json.deliveredModel])).toEqual(
			Array(expected).fill(['hosted_vllm/wan', 'wan']),
		);
	});

	it('finds a task whose submit lost its answer, and knows its model', async () => {
		sim.faults.add({ on: 'submit', fault: 'resetAfterRead', times: 1 });
		const model = { __rl: true, mode: 'id', value: 'hosted_vllm/wan' };
		sim.script(() => ({ deliveredModel: 'wan' }));
		const { items } = await text({ model, prompt: 'a lost kite' });
		expect(items[0].json).toMatchObject({ status: 'completed', warnings: [FOUND] });
		expect(sim.bills).toHaveLength(1);
	});
});

/** The rows of the table of hosts, each with its cells by the title of their column. */
function rowsOfReference(): Array<Record<string, string>> {
	const text = readFileSync(join(__dirname, '../../../docs/reference.md'), 'utf8');
	const [, section = ''] = text.split('## OpenAI-Compatible hosts');
	const cells = (line: string) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim());
	const lines = section.split('\n').filter((line) => line.startsWith('|'));
	const [titles, , ...rows] = lines.slice(0, HOSTS.length + 2).map(cells);
	return rows.map((row) => Object.fromEntries(row.map((cell, index) => [titles[index], cell])));
}

const FORMATS = { multipart: 'Form', json: 'JSON' };

const cancelOf = ({ cancel }: HostManner) => {
	if (cancel === null) return 'No';
	return cancel.what === 'ends' ? 'Yes' : 'No: the host would render on';
};

const listOf = ({ list, content }: HostManner) => {
	if (list === null) return content === 'none' ? 'No' : 'No: watch task IDs';
	return list.of === undefined ? 'Yes' : `With \`${list.of.value}/*\` in Models`;
};

it('does what the table in docs/reference.md says', () => {
	const said = rowsOfReference().map((row) => [
		row.Host,
		row['Request format'],
		row['Sora Trigger for all tasks'],
		row.Cancel,
		row.Image === 'Ignored by the host',
	]);
	const done = HOSTS.map(([name, , host]) => [
		name,
		host.reads.map((format) => FORMATS[format]).join(' or '),
		listOf(host),
		cancelOf(host),
		host.image === 'ignored',
	]);
	expect(said).toEqual(done);
});
