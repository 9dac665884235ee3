import type { ImageBytes, ImageFile, Job } from '../../../nodes/Sora/engine/job';
import type { Provider } from '../../../nodes/Sora/providers/provider';
import { fakeProvider, fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { jobRequest } from '../imageFile';
import { done, failed } from '../outcomes';
import { waiting } from '../terms';

const MB = 1_000_000;
const BYTES = new Uint8Array([1, 2, 3]);

interface Reads {
	count: number;
	/** Submits with an image in memory, and the most of them at a time. */
	open: number;
	most: number;
}

/** A provider that takes images as files, and says how many of them are in memory. */
function takingFiles(reads: Reads): Provider {
	return {
		...fakeProvider,
		imageBy: () => 'file',
		create: (request) => {
			reads.most = Math.max(reads.most, ++reads.open);
			return fakeProvider.create(request);
		},
		parseCreate: (response, request) => {
			reads.open--;
			return fakeProvider.parseCreate(response, request);
		},
	};
}

function jobOf(
	reads: Reads,
	index: number,
	byteLength: number,
	read: () => ImageBytes = () => ({ bytes: BYTES }),
): Job {
	const image: ImageFile = {
		kind: 'file',
		digest: String(index),
		byteLength,
		mimeType: 'image/png',
		fileName: `${index}.png`,
		read: async () => {
			reads.count++;
			return await Promise.resolve(read());
		},
	};
	const request = { ...jobRequest(fakeRequest(`video ${index}`)), image };
	return { kind: 'generate', request, ledgerKey: String(index), terms: waiting };
}

async function run(server: FakeServer, jobs: Job[], reads: Reads) {
	const settings = { provider: takingFiles(reads), maxConcurrent: 20 };
	return await server.clock.run(server.startJobs(jobs, settings));
}

describe('image files on their way to the provider', () => {
	let reads: Reads;
	beforeEach(() => (reads = { count: 0, open: 0, most: 0 }));

	it.each([
		['large', 10 * MB, 1],
		['small', 0.5 * MB, 20],
	])('are in memory side by side as far as there is room: %s ones', async (_, size, most) => {
		const jobs = Array.from({ length: 20 }, (__, index) => jobOf(reads, index, size));
		const server = new FakeServer();
		(await run(server, jobs, reads)).forEach((outcome) => done(outcome));
		expect(reads).toEqual({ count: 20, open: 0, most });
		expect(server.bills).toBe(20);
	});

	it('are read again for a submit that was refused', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 429 });
		done((await run(server, [jobOf(reads, 0, MB)], reads))[0]);
		expect(reads.count).toBe(2);
		expect(server.bills).toBe(1);
	});

	it('are not read for a task that an earlier try has submitted', async () => {
		const server = new FakeServer();
		const jobs = [jobOf(reads, 0, MB)];
		await run(server, jobs, reads);
		done((await run(server, jobs, reads))[0]);
		expect(reads.count).toBe(1);
		expect(server.bills).toBe(1);
	});

	it('fail their item, unpaid, where they cannot be read any more', async () => {
		const server = new FakeServer();
		const gone = () => ({ problem: 'The image is gone' });
		const [bad, good] = await run(server, [jobOf(reads, 0, MB, gone), jobOf(reads, 1, MB)], reads);
		const failure = failed(bad);
		expect(failure).toMatchObject({ submitted: false, taskId: null });
		expect(failure.failure).toMatchObject({
			category: 'invalid_input',
			message: 'The image is gone',
		});
		done(good);
		expect(server.count('submit')).toBe(1);
		expect(server.ledger.get('0')).toBeUndefined();
	});

	it('are let in together where a request has several, so that no two requests wait for each other', async () => {
		const jobs = Array.from({ length: 6 }, (__, index) => {
			const job = jobOf(reads, index, 5 * MB);
			const other = jobOf(reads, index + 100, 5 * MB);
			if (job.kind !== 'generate' || other.kind !== 'generate') throw new Error('no request');
			const { image } = other.request;
			return { ...job, request: { ...job.request, lastImage: image, referenceImages: [] } };
		});
		const server = new FakeServer();
		(await run(server, jobs, reads)).forEach((outcome) => done(outcome));
		expect(reads).toEqual({ count: 12, open: 0, most: 1 });
		expect(server.bills).toBe(6);
	});
});
