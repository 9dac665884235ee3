/** A chat model that plays a script: as much of OpenAI's chat completions as n8n's chat-model node asks for. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChatMessage {
	role: string;
	content: unknown;
	tool_call_id?: string;
}

/** The JSON schema of a tool's arguments, as the model sees it. */
export interface ToolSchema {
	name: string;
	description: string;
	parameters: {
		properties: Record<string, { type?: string; description?: string }>;
		required?: string[];
	};
}

interface ChatRequest {
	messages: ChatMessage[];
	tools?: Array<{ function: ToolSchema }>;
}

/** What the model says next: one call of a tool, or its last words. */
export type Turn = { tool: string; args: Record<string, unknown> } | { text: string };

/** @param lastTool what the tool that was called last has answered */
export type Script = ReadonlyArray<(lastTool: string) => Turn>;

export class ChatModel {
	readonly requests: ChatRequest[] = [];
	private script: Script = [];
	private server: Server | undefined;

	async open(): Promise<void> {
		this.server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatRequest;
				this.requests.push(body);
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(this.answer(body)));
			});
		});
		await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
	}

	async close(): Promise<void> {
		await new Promise((done) => this.server?.close(done));
	}

	get baseUrl(): string {
		return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/v1`;
	}

	/** Begins anew with these turns. */
	play(script: Script): void {
		this.script = script;
		this.requests.length = 0;
	}

	/** What the tools have answered in the last conversation, in their order. */
	get toolAnswers(): string[] {
		const { messages } = this.requests.at(-1) ?? { messages: [] };
		return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
	}

	get tools(): ToolSchema[] {
		return this.requests[0]?.tools?.map((tool) => tool.function) ?? [];
	}

	private answer({ messages }: ChatRequest): object {
		const answers = messages.filter(({ role }) => role === 'tool');
		const turn = this.script[answers.length]?.(String(answers.at(-1)?.content ?? ''));
		const said = turn ?? { text: 'There is nothing left to say.' };
		const call = 'tool' in said ? said : null;
		return {
			id: `chat-${this.requests.length}`,
			object: 'chat.completion',
			created: 1,
			model: 'scripted',
			choices: [
				{
					index: 0,
					finish_reason: call ? 'tool_calls' : 'stop',
					message: {
						role: 'assistant',
						content: 'text' in said ? said.text : null,
						...(call && {
							tool_calls: [
								{
									id: `call-${answers.length}`,
									type: 'function',
									function: { name: call.tool, arguments: JSON.stringify(call.args) },
								},
							],
						}),
					},
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}
