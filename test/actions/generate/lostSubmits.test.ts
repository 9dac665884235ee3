import { runNode } from '../../harness/harness';
import { credentialsFor } from '../../harness/providers';
import { useSimulator } from '../../harness/simulator';
import type { ProviderName } from '../../../nodes/Sora/models/model';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });

const optionsFor = (provider: ProviderName) => ({
	node: 'soraTextToVideo',
	items: ['first', 'second', 'third'].map((prompt) => ({ json: { prompt } })),
	credentials: credentialsFor(sim, provider),
	parameters: { provider, prompt: '={{ $json.prompt }}' },
});

/** The submit of one item meets a fault. */
const failing = (prompt: string, fault: 'status401' | 'status502' | 'hang') =>
	sim.faults.add({
		on: 'submit',
		fault,
		times: Infinity,
		match: ({ body }) => JSON.stringify(body).includes(prompt),
	});

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe.each<ProviderName>(['apiyi', 'eachlabs'])('several items at %s', (provider) => {
	it('an error that ends the run names the items whose submits were lost', async () => {
		failing('first', 'status401');
		failing('second', 'status502');
		const { error } = await runNode(optionsFor(provider));
		expect(error?.context?.data).toMatchObject({ submitted: false });
		expect(error?.description).toMatch(/submits of these items were lost.* billed.*: item 1\./);
	});

	it('Stop names the items whose submits were on their way', async () => {
		failing('second', 'hang');
		sim.script(() => ({ renderMs: 60_000 }));
		let pressStop = () => {};
		const running = runNode({ ...optionsFor(provider), onStart: (stop) => (pressStop = stop) });
		const isSubmit = ({ kind }: { kind: string }) => kind === 'submit';
		while (sim.requests.filter(isSubmit).length < 3 || sim.bills.length < 2) await pause(5);
		pressStop();
		const { error } = await running;
		expect(error?.description).toMatch(/submits of these items were lost.* billed.*: item 1\b/);
	});
});
