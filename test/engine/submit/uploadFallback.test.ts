import { fakeProvider, fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { done, failed } from '../outcomes';
import type { Provider } from '../../../nodes/Sora/providers/provider';

const bytes = new Uint8Array([1, 2, 3]);
const image = { kind: 'file', bytes, mimeType: 'image/png', fileName: 'a.png' } as const;

function upTo(dataUriUpToBytes: number): Provider {
	const { upload } = fakeProvider;
	return { ...fakeProvider, upload: upload && { ...upload, dataUriUpToBytes } };
}

async function runWithoutStorage(provider: Provider) {
	const server = new FakeServer();
	server.fail('upload', { status: 503 }, Infinity);
	const [outcome] = await server.run([fakeRequest('move', { image })], {}, { provider });
	return { server, outcome };
}

it('an image that cannot be uploaded goes along as a data URI if it is small', async () => {
	const { server, outcome } = await runWithoutStorage(upTo(3));
	done(outcome);
	const submit = server.calls.find(({ kind }) => kind === 'submit');
	expect(submit?.call.body).toMatchObject({ value: { image: 'data:image/png;base64,AQID' } });
});

it.each([
	['is larger', upTo(2)],
	['goes to a provider that takes none', fakeProvider],
])('and fails the item, unpaid, if it %s', async (_, provider) => {
	const { server, outcome } = await runWithoutStorage(provider);
	expect(failed(outcome)).toMatchObject({ submitted: false });
	expect(server.bills).toBe(0);
});

it('and one that can be uploaded is', async () => {
	const server = new FakeServer();
	done((await server.run([fakeRequest('move', { image })], {}, { provider: upTo(3) }))[0]);
	const submit = server.calls.find(({ kind }) => kind === 'submit');
	expect(submit?.call.body).toMatchObject({ value: { image: 'https://files.example/picture' } });
});
