import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fitTargetOf, fittedTo } from '../../../nodes/Sora/actions/generate/fitImage';
import { digestOf, KeptBytes } from '../../../nodes/Sora/actions/generate/keptBytes';
import type { ReadImage } from '../../../nodes/Sora/actions/generate/readImage';
import { imageSize } from '../../../nodes/Sora/media/image/size';
import { findModel } from '../../../nodes/Sora/providers/findModel';
import { mediaPath } from '../../../support/simulator';
import { credentialsFor } from '../../harness/providers';
import { runNode } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });

/** JPEG: a comment, whose length is written in two bytes. */
const LONGEST_COMMENT = 65_533;

/** A photograph with comments in it, until it is heavier than all that is kept in memory. */
function heavyPhoto(text: string): Buffer {
	const photo = readFileSync(mediaPath('photo.jpg'));
	const comment = Buffer.alloc(LONGEST_COMMENT + 4, text);
	comment.set([0xff, 0xfe, 0xff, 0xff]);
	const comments = Array<Buffer>(260).fill(comment);
	return Buffer.concat([photo.subarray(0, 2), ...comments, photo.subarray(2)]);
}

const HEAVY = heavyPhoto('a');
const OTHER = heavyPhoto('b');
const LIGHT = readFileSync(mediaPath('photo.jpg'));

/** Serves these files, one a request; the last one for ever. */
const fileServer: { server: Server | null; files: Buffer[]; requests: number } = {
	server: null,
	files: [],
	requests: 0,
};

beforeAll(async () => {
	fileServer.server = createServer((_, response) => {
		fileServer.requests++;
		const [file] = fileServer.files.length > 1 ? fileServer.files.splice(0, 1) : fileServer.files;
		response.end(file);
	});
	await new Promise<void>((done) => fileServer.server?.listen(0, '127.0.0.1', done));
});
afterAll(() => fileServer.server?.close());
beforeEach(() => (fileServer.requests = 0));

const serve = (...files: Buffer[]) => (fileServer.files = files);
const address = () =>
	`http://127.0.0.1:${(fileServer.server?.address() as AddressInfo).port}/photo.jpg`;

/** A host that takes images as files. */
async function run(urls: readonly string[], settings = {}) {
	return await runNode({
		node: 'soraImageToVideo',
		items: urls.map((url) => ({ json: { url } })),
		credentials: credentialsFor(sim, 'openAiCompatible'),
		parameters: {
			provider: 'openAiCompatible',
			prompt: 'It starts to move',
			imageSource: 'url',
			imageUrl: '={{ $json.url }}',
			waitMode: 'submit',
		},
		settings,
	});
}

const sentSizes = () =>
	sim.bills.map(({ input }) => (input.input_reference as { size?: number } | undefined)?.size);

describe('an image from an address', () => {
	it('is fetched once if it is small, however many items use it', async () => {
		serve(LIGHT);
		const result = await run([address(), address(), address()]);
		expect(result.error).toBeUndefined();
		expect(fileServer.requests).toBe(1);
		expect(sentSizes()).toEqual([LIGHT.length, LIGHT.length, LIGHT.length]);
	});

	it('is not kept if it is large, but fetched again when its turn comes', async () => {
		serve(HEAVY);
		const result = await run([address()]);
		expect(result.error).toBeUndefined();
		expect(fileServer.requests).toBe(2);
		expect(sentSizes()).toEqual([HEAVY.length]);
	});

	it('fails its item before payment if it has changed meanwhile', async () => {
		serve(HEAVY, OTHER);
		const result = await run([address()], { onError: 'continueRegularOutput' });
		const [{ json }] = result.items;
		expect(json.error).toMatch(/^The image http:\S+ changed between its check and its submit/);
		expect(json.details).toMatchObject({ category: 'invalid_input', submitted: false });
		expect(sim.bills).toEqual([]);
	});

	it('is an error of the input, and none of the provider, if it has changed or is gone', async () => {
		for (const files of [
			[HEAVY, OTHER],
			[HEAVY, Buffer.alloc(0)],
		]) {
			serve(...files);
			const { error } = await run([address()]);
			expect(error?.name).toBe('NodeOperationError');
			expect(error?.message).toMatch(/^The image http:.*\[item 0\]$/);
		}
	});
});

/** A photo, and how often it was read. */
function photo(): { read: ReadImage; reads: () => number } {
	let reads = 0;
	const read: ReadImage = {
		image: {
			file: {
				kind: 'file',
				digest: digestOf(LIGHT),
				byteLength: LIGHT.length,
				mimeType: 'image/jpeg',
				fileName: 'photo.jpg',
				read: async () => {
					reads++;
					return await Promise.resolve({ bytes: LIGHT });
				},
			},
			kind: 'jpeg',
			size: imageSize(LIGHT),
			url: null,
		},
		bytes: LIGHT,
	};
	return { read, reads: () => reads };
}

describe('an image that was fitted', () => {
	it.each([
		['kept', new KeptBytes()],
		['fitted again', new KeptBytes(0)],
	])('is sent as it was checked: %s', async (_, kept) => {
		const model = findModel('apiyi', 'sora-2', 'image');
		if (model === null) throw new Error('sora-2 is not in the catalogue');
		const { read, reads } = photo();
		const options = { aspectRatio: '16:9', resolution: '720p' } as const;
		const target = fitTargetOf(model, options);
		const fitted = await fittedTo(target, read, 'crop', kept, 1_000_000);
		if ('problem' in fitted || fitted.bytes === null) throw new Error(JSON.stringify(fitted));
		const { file } = fitted.image;
		expect(imageSize(fitted.bytes)).toMatchObject({ width: 1280, height: 720 });
		expect(file.byteLength).toBe(fitted.bytes.length);
		expect(reads()).toBe(0);

		kept.keep(file.digest, fitted.bytes);
		const again = await file.read();
		if ('problem' in again) throw new Error(again.problem);
		expect(createHash('sha256').update(again.bytes).digest('hex')).toBe(file.digest);
		expect(reads()).toBe(kept.get(file.digest) ? 0 : 1);
	});

	it('is fitted once, however many items share it', async () => {
		const kept = new KeptBytes();
		const { read, reads } = photo();
		const fit = async (index: number, mode: 'crop' | 'pad') => {
			const file = { ...read.image.file, fileName: `photo-${index}.jpg` };
			const own = { image: { ...read.image, file }, bytes: null };
			const fitted = await fittedTo({ ratio: '1:1' }, own, mode, kept, 1_000_000);
			if ('problem' in fitted) throw new Error(fitted.problem);
			return fitted;
		};
		const indexes = Array.from({ length: 10 }, (_, index) => index);
		const fitted = await Promise.all(indexes.map(async (index) => await fit(index, 'crop')));
		expect(reads()).toBe(1);
		expect(new Set(fitted.map(({ image }) => image.file.digest)).size).toBe(1);
		expect(fitted.map(({ image }) => image.file.fileName)).toEqual(
			indexes.map((index) => `photo-${index}.jpg`),
		);
		expect(fitted.every(({ warnings }) => /cropped/.test(warnings[0]))).toBe(true);

		const { image } = await fit(0, 'pad');
		expect(reads()).toBe(2);
		expect(image.file.digest).not.toBe(fitted[0].image.file.digest);
	});

	it('that could not be read for one item is read again for the next', async () => {
		const kept = new KeptBytes();
		const { read } = photo();
		const lost: ReadImage = {
			bytes: null,
			image: {
				...read.image,
				file: { ...read.image.file, read: async () => await Promise.resolve({ problem: 'gone' }) },
			},
		};
		const target = { ratio: '1:1' } as const;
		expect(await fittedTo(target, lost, 'crop', kept, 1_000_000)).toEqual({ problem: 'gone' });
		expect(await fittedTo(target, read, 'crop', kept, 1_000_000)).toHaveProperty('image');
	});
});
