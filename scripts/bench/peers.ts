/**
 * The same items through n8n's own OpenAI node and through ours, in one n8n, against one server that
 * speaks OpenAI's format. Writes what it has measured to docs/performance.md.
 */

import { openAiCompatibleInfo } from '../../nodes/Sora/providers/openAiCompatible/info';
import type { Bench, Figure } from '../figure';
import {
	NODE,
	nodeFile,
	run,
	withBed,
	withMemory,
	workflowOf,
	type Bed,
	type NodeFile,
} from './n8n/bed';
import { writeTable } from './report/measuredTable';

const ITEMS = 10;
const RENDER_MS = 6_000;
const MODEL = 'wan2.6-t2v';
const PROVIDER = 'openAiCompatible';

const OPENAI_CREDENTIAL = { name: 'Bench of OpenAI', type: 'openAiApi' };
const OUR_CREDENTIAL = { name: 'Bench of ours', type: openAiCompatibleInfo.credentialType };
const MODEL_BY_ID = { __rl: true, mode: 'id', value: MODEL };

/** The row of the table, and the node; both with all else as it is by default. */
const PEERS: ReadonlyArray<{ name: string; node: NodeFile }> = [
	{
		name: "n8n's OpenAI node (Video: Generate)",
		node: {
			...nodeFile(NODE, '@n8n/n8n-nodes-langchain.openAi', 2, {
				resource: 'video',
				operation: 'generate',
				modelId: MODEL_BY_ID,
				prompt: '={{ $json.prompt }}',
				seconds: 4,
				size: '1280x720',
			}),
			credentials: { [OPENAI_CREDENTIAL.type]: { id: '', name: OPENAI_CREDENTIAL.name } },
		},
	},
	{
		name: 'Sora Text to Video',
		node: {
			...nodeFile(NODE, 'n8n-nodes-sora.soraTextToVideo', 1, {
				provider: PROVIDER,
				model: MODEL_BY_ID,
				prompt: '={{ $json.prompt }}',
				aspectRatio: '16:9',
				duration: 4,
			}),
			credentials: { [OUR_CREDENTIAL.type]: { id: '', name: OUR_CREDENTIAL.name } },
		},
	},
];

interface Measured {
	name: string;
	wallSeconds: number;
	/** From the end of a render to the status call that shows it, on average. */
	delaySeconds: number;
	requestsPerVideo: number;
	growthMb: number;
}

function meanDelaySeconds({ simulator }: Bed): number {
	const delays = simulator.tasks.map(({ id, endsAt }) => {
		const polls = simulator.requests.filter(
			({ kind, taskId, at }) => kind === 'status' && taskId === id && at >= endsAt,
		);
		return Math.min(...polls.map(({ at }) => at)) - endsAt;
	});
	return delays.reduce((sum, delay) => sum + delay, 0) / delays.length / 1000;
}

async function measure(bed: Bed, { name, node }: (typeof PEERS)[number]): Promise<Measured> {
	const { simulator } = bed;
	simulator.script(() => ({ renderMs: 100 }));
	await run(bed, workflowOf(1, node));
	simulator.reset();
	await bed.watchEventLoop();
	const workflow = workflowOf(ITEMS, node);
	const { result, growthMb } = await withMemory(bed, async () => await run(bed, workflow));
	const { executionTime, items } = await result();
	const videos = items.filter(({ binary }) => binary !== undefined).length;
	if (videos !== ITEMS || simulator.bills.length !== ITEMS) {
		throw new Error(`${name}: ${videos} videos and ${simulator.bills.length} bills`);
	}
	return {
		name,
		wallSeconds: executionTime / 1000,
		delaySeconds: meanDelaySeconds(bed),
		requestsPerVideo: simulator.requests.length / ITEMS,
		growthMb,
	};
}

const times = (theirs: number, ours: number) => `${(theirs / ours).toFixed(1)} times`;

async function report([theirs, ours]: readonly Measured[]): Promise<void> {
	const row = (what: string, ratio: string, read: (one: Measured) => string) => [
		what,
		ratio,
		read(theirs),
		read(ours),
	];
	await writeTable({
		document: 'docs/performance.md',
		bench: 'peers',
		subject: `${ITEMS} items of a ${RENDER_MS / 1000} s render each, no option set.`,
		head: ['', 'Ratio', theirs.name, ours.name],
		rows: [
			row(
				'Until all videos are there',
				times(theirs.wallSeconds, ours.wallSeconds),
				({ wallSeconds }) => `${wallSeconds.toFixed(1)} s`,
			),
			row(
				'From the end of a render to the status call that shows it, on average',
				times(theirs.delaySeconds, ours.delaySeconds),
				({ delaySeconds }) => `${delaySeconds.toFixed(1)} s`,
			),
			row(
				'Requests for one video',
				times(theirs.requestsPerVideo, ours.requestsPerVideo),
				({ requestsPerVideo }) => requestsPerVideo.toFixed(1),
			),
			row("Growth of n8n's memory", '', ({ growthMb }) => `${growthMb.toFixed(0)} MB`),
		],
	});
}

function figuresOf({ name, ...measured }: Measured): Figure[] {
	const told = (what: string, value: number, unit: string): Figure => ({
		figure: `${name}: ${what}`,
		limit: null,
		measured: value,
		unit,
	});
	return [
		told(`${ITEMS} items of a ${RENDER_MS / 1000} s render`, measured.wallSeconds, 's'),
		told('delay of detection', measured.delaySeconds, 's'),
		told('requests for a video', measured.requestsPerVideo, 'calls'),
		told('growth of memory', measured.growthMb, 'MB'),
	];
}

export const figures: Bench = async () =>
	await withBed(RENDER_MS, async (bed) => {
		const { n8n, simulator } = bed;
		const [apiKey, baseUrl] = [simulator.key(PROVIDER), simulator.baseUrl(PROVIDER)];
		const { name, type } = OPENAI_CREDENTIAL;
		await n8n.api.createCredential(name, type, { apiKey, url: baseUrl });
		await n8n.api.createCredential(OUR_CREDENTIAL.name, OUR_CREDENTIAL.type, { apiKey, baseUrl });
		const measured: Measured[] = [];
		for (const peer of PEERS) measured.push(await measure(bed, peer));
		await report(measured);
		return measured.flatMap(figuresOf);
	});
