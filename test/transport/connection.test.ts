import type { INode } from 'n8n-workflow';
import { connectionOf } from '../../nodes/Sora/transport/connection';

const NODE: INode = {
	id: '1',
	name: 'Sora Text to Video',
	type: 'n8n-nodes-sora.soraTextToVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { openAiVideosApi: { id: '7', name: 'My gateway' } },
};

async function connect(baseUrl: string | undefined) {
	const context = {
		getNode: () => NODE,
		getCredentials: async () =>
			await Promise.resolve({ apiKey: 'key', baseUrl: baseUrl as string, webhookSecret: '' }),
	};
	return await connectionOf(context, 'openAiVideosApi');
}

it.each([
	['https://api.example.com/v1', 'https://api.example.com/v1'],
	['https://api.example.com/v1//', 'https://api.example.com/v1'],
	[' http://localhost:8000/v1 ', 'http://localhost:8000/v1'],
	['HTTPS://api.example.com', 'HTTPS://api.example.com'],
])('the base URL %j is used', async (baseUrl, used) => {
	expect((await connect(baseUrl)).baseUrl).toBe(used);
});

it.each([
	['localhost:8000/v1', 'must begin with http:// or https://, unlike "localhost:8000/v1"'],
	['api.example.com', 'must begin with http:// or https://, unlike "api.example.com"'],
	[
		'https:/api.example.com',
		'must begin with http:// or https://, unlike "https:/api.example.com"',
	],
	['ftp://example.com', 'must begin with http:// or https://, unlike "ftp://example.com"'],
	['me:secret@example.com', 'must begin with http:// or https://, unlike "example.com"'],
	['http://', 'is not a valid address: "http://"'],
	['http://a b', 'is not a valid address: "http://a b"'],
	['https://example.com/v1?key=secret', 'must have no "?" and no "#" in it'],
	['', 'is empty: it must begin with http:// or https://'],
	[undefined, 'is empty: it must begin with http:// or https://'],
])('the base URL %j is refused', async (baseUrl, problem) => {
	const error = (await connect(baseUrl).catch((thrown: unknown) => thrown)) as Error;
	expect(error.name).toBe('NodeOperationError');
	expect(error.message).toBe(`The Base URL in the credential "My gateway" ${problem}`);
	expect(JSON.stringify(error)).not.toContain('secret');
});
