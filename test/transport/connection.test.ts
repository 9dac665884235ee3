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

async function connectWith(fields: Record<string, string | undefined>) {
	const credentials = { apiKey: 'key', baseUrl: 'https://api.example.com', ...fields };
	const context = {
		getNode: () => NODE,
		getCredentials: async () =>
			await Promise.resolve(credentials as Record<string, string> & { baseUrl: string }),
	};
	return await connectionOf(context, 'openAiVideosApi');
}

const connect = async (baseUrl: string | undefined) => await connectWith({ baseUrl });

const refusal = async (fields: Record<string, string | undefined>) =>
	(await connectWith(fields).catch((thrown: unknown) => thrown)) as Error;

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

it('reads the other hosts that the key may go to', async () => {
	const fields = {
		platformBaseUrl: 'https://platform.example.com/',
		storageBaseUrl: ' https://storage.example.com//',
	};
	expect(await connectWith(fields)).toMatchObject({
		hosts: { platform: 'https://platform.example.com', storage: 'https://storage.example.com' },
		storageBaseUrl: 'https://storage.example.com',
	});
});

it.each([
	['platformBaseUrl', '', 'Platform Base URL', 'is empty: it must begin with http:// or https://'],
	[
		'storageBaseUrl',
		'rest.example.com',
		'Storage Base URL',
		'must begin with http:// or https://, unlike "rest.example.com"',
	],
])('the %s %j is refused', async (field, address, name, problem) => {
	const error = await refusal({ [field]: address });
	expect(error.name).toBe('NodeOperationError');
	expect(error.message).toBe(`The ${name} in the credential "My gateway" ${problem}`);
});

it.each([
	['Bearer sk-secret-1', 'begins with "Bearer": enter the key alone'],
	[' key secret-id:secret-2', 'begins with "key": enter the key alone'],
	['Authorization: Key secret-3', 'begins with "Authorization:": enter the key alone'],
	['secret-4\u2026', 'has a character that no key has: copy the key again'],
	['secret-5\nsecret-6', 'has a character that no key has: copy the key again'],
])('the key %j is refused without being shown', async (apiKey, problem) => {
	const error = await refusal({ apiKey });
	expect(error.message).toBe(`The API Key in the credential "My gateway" ${problem}`);
	expect(JSON.stringify(error)).not.toContain('secret');
});

it.each(['sk-1', ' key-of-mine ', 'bearer-key', 'id:secret', ''])(
	'the key %j is used',
	async (apiKey) => {
		expect((await connectWith({ apiKey })).secret).toBe(apiKey.trim());
	},
);
