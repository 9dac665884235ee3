import type { ClipFile, Job } from '../../../nodes/Sora/engine/job';
import type {
	ExternalRequest,
	HttpCall,
	HttpResult,
	StreamedFile,
} from '../../../nodes/Sora/providers/http';
import type { Provider, UploadParts } from '../../../nodes/Sora/providers/provider';
import { fakeProvider, fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { jobRequest } from '../imageFile';
import { done, failed } from '../outcomes';
import { waiting } from '../terms';

const WHOLE: ExternalRequest = { to: 'anywhere', method: 'PUT', url: 'https://files.example/clip' };

const PARTS: UploadParts = {
	take: (bytes): bytes is StreamedFile => !(bytes instanceof Uint8Array),
	partBytes: 4,
	put: (whole, number, bytes) => ({
		...whole,
		url: `${whole.url}/${number}`,
		body: { kind: 'bytes', bytes, mimeType: 'video/mp4' },
	}),
	receipt: ({ body }) => String(body),
	complete: (whole, receipts) => ({
		...whole,
		method: 'POST',
		body: { kind: 'json', value: receipts },
	}),
};

const provider: Provider = {
	...fakeProvider,
	upload: {
		call: () => ({ to: 'provider', method: 'POST', path: '/uploads' }),
		parse: () => ({ ok: true, value: { url: WHOLE.url, put: WHOLE } }),
		parts: PARTS,
	},
};

/** Takes what is sent to its storage. */
class Storage extends FakeServer {
	readonly sent: unknown[] = [];
	override async send(call: HttpCall): Promise<HttpResult> {
		if (call.to === 'provider' || call.body === undefined) return await super.send(call);
		const { body } = call;
		if (body.kind === 'json') this.sent.push(body.value);
		if (body.kind === 'bytes') this.sent.push(Buffer.from(body.bytes as Uint8Array).toString());
		return { response: { status: 200, headers: {}, body: `receipt ${this.sent.length}` } };
	}
}

async function uploading(chunks: () => AsyncGenerator<Uint8Array>) {
	const clip: ClipFile = {
		kind: 'file',
		digest: 'digest',
		mimeType: 'video/mp4',
		fileName: 'clip.mp4',
		bytes: {
			byteLength: 10,
			open: async () => await Promise.resolve({ bytes: chunks(), origin: null }),
		},
	};
	const request = { ...jobRequest(fakeRequest('go on')), clips: [clip] };
	const jobs: Job[] = [{ kind: 'generate', request, ledgerKey: 'key', terms: waiting }];
	const server = new Storage();
	const [outcome] = await server.clock.run(server.startJobs(jobs, { provider }));
	return { server, outcome };
}

async function* inChunks(...texts: string[]): AsyncGenerator<Uint8Array> {
	for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

it.each([
	[['0123456789']],
	[['0', '12', '345', '6789']],
	[['01234567', '89']],
	[['', '0123456789', '']],
])('cuts %j into parts, and names all of them at the end', async (texts) => {
	const { server, outcome } = await uploading(() => inChunks(...texts));
	done(outcome);
	const receipts = ['receipt 1', 'receipt 2', 'receipt 3'];
	expect(server.sent).toEqual(['0123', '4567', '89', receipts]);
});

it('has no part without bytes', async () => {
	const { server } = await uploading(() => inChunks('0123', '4567'));
	expect(server.sent).toEqual(['0123', '4567', ['receipt 1', 'receipt 2']]);
});

it("says so where the file can't be read to its end, unpaid", async () => {
	const { server, outcome } = await uploading(async function* () {
		yield await Promise.resolve(Buffer.from('01234'));
		throw new Error('The disk is gone');
	});
	expect(failed(outcome)).toMatchObject({
		submitted: false,
		failure: {
			message: "The video could not be uploaded: The file to send can't be read: The disk is gone",
		},
	});
	expect(new Set(server.sent)).toEqual(new Set(['0123']));
	expect(server.bills).toBe(0);
});
