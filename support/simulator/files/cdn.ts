/** The file host: videos at signed addresses, uploads, and pictures to ask for by address. */

import { createHmac, randomBytes } from 'node:crypto';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { fileReply, type DownloadManner } from './downloads';
import type { Refusals } from '../faults';
import type { Call, Destination } from '../server/http';
import { contentOf, image, videoFor } from './media';
import { nothing, xmlError, type Reply } from '../server/reply';
import type { SimulatedTask, TaskStore } from '../tasks';
import { receive, type Upload } from './uploads';

export interface CdnRules {
	now: () => number;
	tasks: TaskStore;
	manner: () => DownloadManner;
	/** Milliseconds that a video's address is valid. */
	addressLifeMs: (provider: ProviderName) => number;
}

const DENIED = xmlError(403, 'AccessDenied', 'Access Denied');
const EXPIRED = xmlError(403, 'AccessDenied', 'Request has expired');
const NO_SUCH_FILE = xmlError(404, 'NoSuchKey', 'The specified key does not exist.');

const REFUSALS: Refusals = {
	unauthorized: xmlError(401, 'Unauthorized', 'Authentication required'),
	quota: xmlError(403, 'QuotaExceeded', 'The bandwidth quota is used up'),
	tooManyRequests: xmlError(429, 'SlowDown', 'Please reduce your request rate.'),
};

/** Wherever the formats put a picture's address. */
function imageAddresses(input: Record<string, unknown>): unknown[] {
	const reference = input.input_reference as { image_url?: unknown } | undefined;
	const lists = [input.content, input.frame_images];
	const parts = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
	const inParts = parts.map(
		(part) => (part as { image_url?: { url?: unknown } } | null)?.image_url?.url,
	);
	return [input.image, input.image_url, reference?.image_url, ...inParts];
}

export class Cdn {
	/** `http://127.0.0.1:PORT/files`; set once it listens. */
	base = '';
	readonly uploads = new Map<string, Upload>();
	private readonly secret = randomBytes(16);

	constructor(private readonly rules: CdnRules) {}

	/** The address of the task's video number `number`, from 0; the same until it is refused or too old. */
	videoUrl(task: SimulatedTask, number = 0): string {
		const { address, endsAt } = task;
		const lifeMs = this.rules.addressLifeMs(task.provider);
		const signedAt = Math.max(address.signedAt, endsAt);
		const expires = Math.floor((signedAt + lifeMs) / 1000);
		const path = `videos/${task.id}-${number}.mp4`;
		const edition = `${path}?generation=${address.generation}&expires=${expires}`;
		return `${this.base}/${edition}&signature=${this.sign(edition)}`;
	}

	/** Called when the task is read: an address that was refused or is too old gives way to a fresh one. */
	refreshAddress(task: SimulatedTask): void {
		const now = this.rules.now();
		const { address } = task;
		const lifeMs = this.rules.addressLifeMs(task.provider);
		const isOld = Math.max(address.signedAt, task.endsAt) + lifeMs <= now;
		if (!address.expired && !isOld) return;
		task.address = { generation: address.generation + 1, expired: false, signedAt: now };
	}

	newUpload(
		upload: Pick<Upload, 'provider' | 'fileName' | 'mimeType'> & Partial<Pick<Upload, 'parts'>>,
		linkEndsAt = Infinity,
	): Upload {
		const id = randomBytes(16).toString('hex');
		const signature = this.sign(id);
		const created: Upload = {
			parts: null,
			...upload,
			id,
			bytes: null,
			requiredHeaders: {},
			signature,
			linkEndsAt,
		};
		this.uploads.set(id, created);
		return created;
	}

	uploadUrl({ id, fileName }: Upload): string {
		const extension = /\.\w{1,5}$/.exec(fileName)?.[0] ?? '.bin';
		return `${this.base}/uploads/${id}${extension}`;
	}

	/** Where the bytes go, without any key. */
	putUrl(upload: Upload): string {
		return `${this.uploadUrl(upload)}?signature=${upload.signature}`;
	}

	/** Whether one of the addresses among the inputs of a model should be here and is not. */
	isMissing(input: Readonly<Record<string, unknown>>): boolean {
		return Object.values(input)
			.flat()
			.some((value) => this.imageAt(value) === 'missing');
	}

	/** A picture's bytes by its address; `missing` where it should be here and is not; null where it is not ours to know. */
	imageAt(address: unknown): Buffer | 'missing' | null {
		if (typeof address !== 'string') return null;
		const data = /^data:[\w/+.-]+;base64,(.*)$/s.exec(address);
		if (data) return Buffer.from(data[1] ?? '', 'base64');
		if (!address.startsWith(`${this.base}/`)) return null;
		const path = new URL(address).pathname.replace(/^\/files\//, '');
		const content = this.imageContent(path);
		return content ? Buffer.concat([...content.bytes(0, content.length)]) : 'missing';
	}

	route(method: string, url: URL): Destination {
		const path = url.pathname.replace(/^\/files\//, '');
		const common = {
			host: 'cdn' as const,
			provider: null,
			taskId: null,
			needsKey: false,
			keyForms: [],
			path,
			refusals: REFUSALS,
			expireAddress: () => undefined,
		};
		const video = /^videos\/(?:moved\/)?(.+)-(\d+)\.mp4$/.exec(path);
		const task = video && this.rules.tasks.byAnyId(video[1] ?? '');
		if (task) {
			const number = Number(video[2]);
			return {
				...common,
				kind: 'download',
				provider: task.provider,
				taskId: task.id,
				expireAddress: () => (task.address.expired = true),
				handle: (call) => this.video(call, task, number),
			};
		}
		const upload = this.uploads.get(/^uploads\/([0-9a-f]{32})/.exec(path)?.[1] ?? '');
		if (upload && (method === 'PUT' || method === 'POST')) {
			const { provider } = upload;
			return { ...common, kind: 'upload', provider, handle: (call) => this.take(call, upload) };
		}
		return { ...common, kind: 'picture', handle: (call) => this.image(call) };
	}

	private video(call: Call, task: SimulatedTask, number: number): Reply {
		const { address } = task;
		const signature = call.query.get('signature') ?? '';
		const expires = Number(call.query.get('expires'));
		const edition = `videos/${task.id}-${number}.mp4?generation=${call.query.get('generation')}&expires=${expires}`;
		if (signature !== this.sign(edition)) return DENIED;
		const isCurrent = call.query.get('generation') === String(address.generation);
		if (!isCurrent || address.expired || expires * 1000 <= this.rules.now()) {
			return EXPIRED;
		}
		const manner = this.rules.manner();
		if (manner.redirect && !call.path.startsWith('videos/moved/')) {
			const location = `${this.base}/videos/moved/${task.id}-${number}.mp4?${call.query.toString()}`;
			return nothing(302, { location });
		}
		return fileReply(this.contentFor(task), call.headers, manner);
	}

	/** What the task shows, wherever it is fetched. */
	contentFor({ plan, input }: SimulatedTask) {
		if (plan.video) return plan.video;
		const bytes = imageAddresses(input)
			.map((address) => this.imageAt(address))
			.find((found) => Buffer.isBuffer(found));
		return videoFor(input, Buffer.isBuffer(bytes) ? bytes : null);
	}

	private take(call: Call, upload: Upload): Reply {
		if (call.query.get('signature') !== upload.signature) return DENIED;
		if (upload.linkEndsAt <= this.rules.now()) return EXPIRED;
		return receive(call, upload);
	}

	private image(call: Call): Reply {
		if (call.method !== 'GET' && call.method !== 'HEAD') return DENIED;
		const content = this.imageContent(call.path);
		if (!content) return NO_SUCH_FILE;
		return fileReply(content, call.headers, {
			...this.rules.manner(),
			redirect: false,
			edition: 0,
		});
	}

	private imageContent(path: string) {
		const named = /^pictures\/(.+)$/.exec(path);
		if (named) return image(named[1] ?? '');
		const upload = this.uploads.get(/^uploads\/([0-9a-f]{32})/.exec(path)?.[1] ?? '');
		return upload?.bytes ? contentOf(upload.bytes, upload.mimeType) : null;
	}

	private sign(words: string): string {
		return createHmac('sha256', this.secret).update(words).digest('hex').slice(0, 32);
	}
}
