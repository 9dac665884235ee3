/** The nodes as tools of n8n's own AI Agent, whose model plays a script. */

import type { IDataObject, INode } from 'n8n-workflow';
import { itemsOf, type ExecutionWithData, type WorkflowFile } from '../../support/n8n/api';
import { ChatModel, type Script } from './stages/chatModel';
import { CREDENTIAL, setStage, type Stage } from './stages/stage';

const AGENT = 'AI Agent';
const MAKE = 'Make a clip';
const LOOK = 'Look at a clip';
/** As n8n names them for a model. */
const [MAKE_TOOL, LOOK_TOOL] = [MAKE, LOOK].map((name) => name.replaceAll(' ', '_'));

const model = new ChatModel();
let stage: Stage;
let workflows = 0;

beforeAll(async () => {
	await model.open();
	stage = await setStage({ renderMs: 1_500 });
	await stage.n8n.api.createCredential('Scripted', 'openAiApi', {
		apiKey: 'scripted',
		url: model.baseUrl,
	});
});
afterEach(() => stage.simulator.reset());
afterAll(async () => {
	await stage?.clear();
	await model.close();
});

function nodeAt(x: number, name: string, type: string, more: Partial<INode>): INode {
	const number = `${++workflows}`.padStart(12, '0');
	return {
		id: `00000000-0000-4000-8000-${number}`,
		webhookId: `00000000-0000-4000-9000-${number}`,
		name,
		type,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
		...more,
	};
}

const SORA = { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } };
const fromAi = (name: string, description: string, type = 'string') =>
	`={{ $fromAI('${name}', '${description}', '${type}') }}`;

function workflow(path: string): WorkflowFile {
	const link = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
	return {
		name: path,
		nodes: [
			nodeAt(0, 'Webhook', 'n8n-nodes-base.webhook', {
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
			}),
			nodeAt(200, AGENT, '@n8n/n8n-nodes-langchain.agent', {
				typeVersion: 3,
				parameters: { promptType: 'define', text: 'Make a clip of the sea.', options: {} },
			}),
			nodeAt(200, 'Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
				credentials: { openAiApi: { id: '', name: 'Scripted' } },
			}),
			nodeAt(400, MAKE, 'n8n-nodes-sora.soraTextToVideoTool', {
				credentials: SORA,
				parameters: {
					prompt: fromAi('prompt', 'What the clip shows'),
					duration: fromAi('duration', 'Length in seconds'),
					aspectRatio: fromAi('aspectRatio', 'One of 16:9, 9:16, 1:1'),
					options: {},
				},
			}),
			nodeAt(600, LOOK, 'n8n-nodes-sora.soraGetResultTool', {
				credentials: SORA,
				parameters: {
					taskId: fromAi('taskId', 'The taskId that the clip was made with'),
					whenUnfinished: 'return',
					options: {},
				},
			}),
		],
		connections: {
			Webhook: link(AGENT, 'main'),
			Model: link(AGENT, 'ai_languageModel'),
			[MAKE]: link(AGENT, 'ai_tool'),
			[LOOK]: link(AGENT, 'ai_tool'),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Lets the agent play a script. @returns its execution */
async function ask(script: Script): Promise<ExecutionWithData> {
	const { api } = stage.n8n;
	model.play(script);
	const path = `agent-${workflows}`;
	const workflowId = await api.createWorkflow(workflow(path));
	await api.activate(workflowId);
	await api.callWebhook(path, {});
	const [latest] = await api.executions(workflowId);
	return await api.ended(latest.id);
}

const clip = (args: Record<string, unknown> = {}) => ({
	tool: MAKE_TOOL,
	args: { prompt: 'waves', duration: '4', aspectRatio: '16:9', ...args },
});
const done = () => ({ text: 'Done.' });

const lastWords = (execution: ExecutionWithData) => itemsOf(execution, AGENT)[0]?.json.output;
/** The only item of what a tool has answered. */
const itemIn = (answer: string) => (JSON.parse(answer) as IDataObject[])[0];

describe('an AI Agent with the nodes as its tools', () => {
	it('makes a clip, reads the result, and asks for its state', async () => {
		const execution = await ask([
			() => clip(),
			(made) => ({ tool: LOOK_TOOL, args: { taskId: itemIn(made).taskId } }),
			(state) => ({ text: `It is at ${String(itemIn(state).videoUrl)}` }),
		]);
		const [bill] = stage.simulator.bills;
		expect(stage.simulator.bills).toHaveLength(1);
		expect(bill.input).toMatchObject({ prompt: 'waves', duration: 4, aspect_ratio: '16:9' });
		for (const answer of model.toolAnswers) {
			expect(itemIn(answer)).toMatchObject({ taskId: bill.taskId, status: 'completed' });
		}
		expect(lastWords(execution)).toContain(itemIn(model.toolAnswers[0]).videoUrl);
	});

	it('sees what each tool is for, and what it may fill in', async () => {
		await ask([done]);
		const [made, looked] = [MAKE_TOOL, LOOK_TOOL].map((name) =>
			model.tools.find((tool) => tool.name === name),
		);
		expect(made?.description).toMatch(/video/i);
		expect(looked?.description).toMatch(/task/i);
		expect(Object.keys(made?.parameters.properties ?? {}).sort()).toEqual([
			'aspectRatio',
			'duration',
			'prompt',
		]);
		expect(made?.parameters.properties.duration.description).toBe('Length in seconds');
		expect(Object.keys(looked?.parameters.properties ?? {})).toEqual(['taskId']);
	});

	it('may write values as models do', async () => {
		await ask([() => clip({ duration: '5 seconds', aspectRatio: 'Vertical' }), done]);
		expect(stage.simulator.bills.map(({ input }) => input)).toEqual([
			expect.objectContaining({ duration: 5, aspect_ratio: '9:16' }),
		]);
	});

	it('learns of a refusal in words that it can act on', async () => {
		await ask([() => clip({ aspectRatio: 'very wide' }), () => clip(), done]);
		const [refusal, made] = model.toolAnswers.map(itemIn);
		expect(refusal.error).toMatch(/Aspect Ratio must be Auto or a ratio such as 16:9.*"very wide"/);
		expect(refusal.error).toContain('Nothing was submitted.');
		expect(made.status).toBe('completed');
		expect(stage.simulator.bills).toHaveLength(1);
	});

	it('learns of a failed task which one it was, and what to do', async () => {
		stage.simulator.script(() => ({ outcome: 'failed', message: 'too foggy' }));
		await ask([() => clip(), done]);
		const { error } = itemIn(model.toolAnswers[0]);
		expect(error).toContain(`task ${stage.simulator.bills[0].taskId}: too foggy`);
		expect(error).toMatch(/run the item again, or choose another model/);
	});
});
