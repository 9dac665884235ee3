/** An item's images, read and checked: as the provider takes them, and as they came in. */

import type { ImageFile, JobImage } from '../../engine/job';
import { imagesOf, type MediaInputs } from '../../models/mediaInputs';
import { sizeText } from '../../media/image/size';
import { isAlike } from '../../models/frames';
import type { Model, VideoOptions } from '../../models/model';
import type { Provider } from '../../providers/provider';
import { isOutOfReach } from '../../transport/privateAddress';
import type { ImageLocation } from '../parameters/imageLocation';
import type { ImageParameters } from '../parameters/imageParameters';
import { fitTargetOf, fittedTo, ratioFor } from './fitImage';
import type { ImageReader, ReadImage, SourceImage } from './readImage';

export interface AskedItemImages {
	itemIndex: number;
	provider: Provider;
	providerBaseUrl: string;
	model: Model;
	images: ImageReader;
	/** null where the node takes no frames. */
	frames: ImageParameters | null;
	references: readonly ImageLocation[];
	options: VideoOptions;
	/** How long an address is waited for. */
	waitTimeoutMs: number;
}

export interface ItemImages {
	/** With the ratio that follows from the first frame. */
	options: VideoOptions;
	images: MediaInputs<JobImage>;
	/** As they came in, which is what a retry goes by. */
	sources: MediaInputs<JobImage>;
	warnings: string[];
}

type Result<T> = T | { problem: string };

/** Files within one request are base64 in most formats, and Ark takes bodies of 64 MB. */
const FILES_IN_REQUEST_LIMIT_BYTES = 48_000_000;

/** Reads all of them one after the other, so that one image of an item at a time is in memory. */
export async function readItemImages(asked: AskedItemImages): Promise<Result<ItemImages>> {
	const frames = await readFrames(asked);
	if ('problem' in frames) return frames;
	const referenceImages: SourceImage[] = [];
	for (const [index, location] of asked.references.entries()) {
		const label = `reference-${index + 1}`;
		const read = small(asked, await readOne(asked, location, label));
		if ('problem' in read) {
			return { problem: `Reference image ${index + 1}: ${read.problem}` };
		}
		keep(asked, read);
		referenceImages.push(read.image);
	}
	if (referenceImages.length === 0) return withinLimit(asked, frames);
	return withinLimit(asked, {
		...frames,
		images: {
			...frames.images,
			referenceImages: referenceImages.map((image) => sentImage(asked, image)),
		},
		sources: { ...frames.sources, referenceImages: referenceImages.map(({ file }) => file) },
	});
}

async function readFrames(asked: AskedItemImages): Promise<Result<ItemImages>> {
	const { frames, options } = asked;
	if (frames === null) return { options, images: {}, sources: {}, warnings: [] };
	const read = await readOne(asked, frames.location);
	if ('problem' in read) return read;
	const framed = { ...options, ...ratioFor(asked.model, read.image, options) };
	const first = await fitted(asked, frames, read, framed);
	if ('problem' in first) return first;
	const source = jobImage(read.image, takesUrls(asked));
	const onlyFirst = {
		options: framed,
		images: { image: first.image },
		sources: { image: source },
		warnings: first.warnings,
	};
	if (frames.last === null) return onlyFirst;

	const readLast = await readOne(asked, frames.last, 'last');
	if ('problem' in readLast) return { problem: `Last frame: ${readLast.problem}` };
	const last = await fitted(asked, frames, readLast, framed);
	if ('problem' in last) return { problem: `Last frame: ${last.problem}` };
	return {
		options: framed,
		images: { image: first.image, lastImage: last.image },
		sources: { image: source, lastImage: readLast.image.file },
		warnings: [
			...first.warnings,
			...last.warnings.map((warning) => `Last frame: ${warning}`),
			...(fitTargetOf(asked.model, framed) ? [] : shapeWarnings(read.image, readLast.image)),
		],
	};
}

/** Nothing makes them alike where no shape is asked for. */
function shapeWarnings({ size: first }: SourceImage, { size: last }: SourceImage): string[] {
	if (first === null || last === null || isAlike(first, last)) return [];
	return [
		`The first frame is ${sizeText(first)} and the last one ${sizeText(last)}: one of them may be cropped or distorted.`,
	];
}

async function readOne(
	{ itemIndex, images, provider, waitTimeoutMs }: AskedItemImages,
	location: ImageLocation,
	role?: string,
): Promise<Result<ReadImage>> {
	return await images.read(itemIndex, location, { ...provider.images, waitTimeoutMs }, role);
}

/** As the model takes it, and kept where it is small. */
async function fitted(
	asked: AskedItemImages,
	{ fit }: ImageParameters,
	read: ReadImage,
	options: VideoOptions,
): Promise<Result<{ image: JobImage; warnings: string[] }>> {
	const { model, images, provider } = asked;
	const target = fitTargetOf(model, options);
	const { maxBytes } = provider.images;
	const result = small(asked, await fittedTo(target, read, fit ?? 'crop', images.kept, maxBytes));
	if ('problem' in result) return result;
	keep(asked, result);
	return { image: sentImage(asked, result.image), warnings: result.warnings };
}

/** As it is sent, an image may have to be smaller than its provider takes it. */
function small<T extends ReadImage>({ model }: AskedItemImages, read: Result<T>): Result<T> {
	const { maxImageBytes = Infinity, name } = model;
	if ('problem' in read || read.image.file.byteLength <= maxImageBytes) return read;
	const [size, most] = [Math.ceil(read.image.file.byteLength / 1e5) / 10, maxImageBytes / 1e6];
	return { problem: `${name} takes images of up to ${most} MB, and this one has ${size} MB` };
}

function keep(asked: AskedItemImages, { image, bytes }: ReadImage): void {
	const sent = sentImage(asked, image);
	if (sent.kind === 'file' && bytes) asked.images.kept.keep(sent.digest, bytes);
}

function takesUrls({ provider, model }: AskedItemImages): boolean {
	return provider.imageBy(model) !== 'file';
}

/** n8n may reach what the provider can't, and has read it. */
function sentImage(asked: AskedItemImages, image: SourceImage): JobImage {
	const isFetched = image.url !== null && !isOutOfReach(image.url, asked.providerBaseUrl);
	return jobImage(image, isFetched && takesUrls(asked));
}

function jobImage({ url, file }: SourceImage, takesUrl: boolean): JobImage {
	return url !== null && takesUrl ? { kind: 'url', url } : file;
}

/** One image has its provider's limit; several may be too much together. */
function withinLimit({ provider, model }: AskedItemImages, read: ItemImages): Result<ItemImages> {
	const isUploaded = provider.upload !== undefined && provider.imageBy(model) !== 'file';
	const files = imagesOf(read.images).filter((image): image is ImageFile => image.kind === 'file');
	const bytes = files.reduce((sum, { byteLength }) => sum + byteLength, 0);
	if (isUploaded || files.length < 2 || bytes <= FILES_IN_REQUEST_LIMIT_BYTES) return read;
	const [size, most] = [bytes, FILES_IN_REQUEST_LIMIT_BYTES].map((count) => Math.ceil(count / 1e6));
	return {
		problem: `The images have ${size} MB together, and ${provider.displayName} gets them in one request of up to ${most} MB: make them smaller, or use URLs`,
	};
}
