import { fakeProvider, fakeRequest } from '../fakeProvider';
import { kindOf } from '../fakeCalls';
import { FakeServer } from '../fakeServer';
import { done, failed } from '../outcomes';
import type { HttpCall, HttpResult } from '../../../nodes/Sora/providers/http';
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

describe('a storage that takes the image and never answers', () => {
	const WAIT_MS = 60_000;
	const LATE_MS = 5_000;
	/** What the transport waits on top for a body that may follow the headers. */
	const LAST_SILENCE_MS = 2_500;

	class Hanging extends FakeServer {
		override async send(call: HttpCall): Promise<HttpResult> {
			if (kindOf(call) !== 'upload') return await super.send(call);
			const { timeoutMs = 60_000, timeLimitMs = Infinity } = call;
			this.calls.push({ kind: 'upload', at: this.clock.now(), call });
			await this.clock.sleep(Math.min(timeoutMs + LAST_SILENCE_MS, timeLimitMs));
			return { networkFailure: { sent: true, code: 'ETIMEDOUT', message: 'No answer' } };
		}
	}

	async function run(provider: Provider) {
		const server = new Hanging();
		server.renderMs = () => 5_000;
		const startedAt = server.clock.now();
		const request = fakeRequest('move', { image });
		const [outcome] = await server.run([request], { waitTimeoutMs: WAIT_MS }, { provider });
		return { server, outcome, tookMs: server.clock.now() - startedAt };
	}

	it('holds an item up no longer than its wait', async () => {
		const { outcome, tookMs } = await run(fakeProvider);
		expect(failed(outcome)).toMatchObject({ submitted: false });
		expect(tookMs).toBeLessThan(WAIT_MS + LATE_MS);
	});

	it('leaves time for a submit with the image in it', async () => {
		const { server, outcome, tookMs } = await run(upTo(3));
		done(outcome);
		expect(server.bills).toBe(1);
		expect(tookMs).toBeLessThan(WAIT_MS);
	});
});
