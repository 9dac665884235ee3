/** The ratio that an image asks for, and the image in the shape that is asked of the video. */

import { sleep } from 'n8n-workflow';
import type { ImageBytes, ImageFile } from '../../engine/job';
import { Limiter } from '../../engine/limiter';
import type { FitResult, FitTarget } from '../../media/resize/fit';
import { followsItsImage, frameFor, nearestRatio } from '../../models/frames';
import type { Model, VideoOptions } from '../../models/model';
import type { ImageFit } from '../parameters/imageParameters';
import { digestOf, type KeptBytes, type KnownFit } from './keptBytes';
import type { ReadImage, SourceImage } from './readImage';

/** With Auto, the allowed ratio nearest to the image's own, where the model has ratios. */
export function ratioFor(
	model: Model,
	{ size }: SourceImage,
	{ aspectRatio }: VideoOptions,
): Partial<VideoOptions> {
	const takesRatio = model.inputs.aspectRatio !== undefined || model.inputs.size !== undefined;
	if (aspectRatio !== undefined || !takesRatio || size === null) return {};
	const nearest = nearestRatio(model, size.width, size.height);
	return nearest === null ? {} : { aspectRatio: nearest };
}

/** What images must be for this video; null where the model does not mind. */
export function fitTargetOf(
	model: Model,
	{ aspectRatio, resolution }: VideoOptions,
): FitTarget | null {
	if (followsItsImage(model)) return aspectRatio === undefined ? null : { ratio: aspectRatio };
	const frame = model.exactFrame ? frameFor(model, aspectRatio, resolution) : null;
	return frame && { frame };
}

/** An image as the model takes it. */
export interface FittedImage extends ReadImage {
	warnings: string[];
}

/**
 * @param target what it must be; null: anything.
 * @param mode what to do where it is something else.
 * @param maxBytes that the provider takes.
 * @returns the image itself where it fits.
 */
export async function fittedTo(
	target: FitTarget | null,
	read: ReadImage,
	mode: ImageFit,
	kept: KeptBytes,
	maxBytes: number,
): Promise<FittedImage | { problem: string }> {
	if (target === null) return { ...read, warnings: [] };
	const { file } = read.image;
	const key = JSON.stringify([file.digest, target, mode]);
	const known = kept.fits.get(key);
	if (known) return fittedAs(await known, { ...read, bytes: null }, target, mode, kept, maxBytes);
	const fitting = fitFrom(read, target, mode);
	const knowing = fitting.then(({ fit }) => fit);
	kept.fits.set(key, knowing);
	void knowing.catch(() => kept.fits.delete(key));
	const { fit, bytes, isUnread } = await fitting;
	// Another item may be able to read it.
	if (isUnread) kept.fits.delete(key);
	return fittedAs(fit, { ...read, bytes }, target, mode, kept, maxBytes);
}

interface Fitting {
	fit: KnownFit;
	bytes: Uint8Array | null;
	isUnread?: true;
}

async function fitFrom(read: ReadImage, target: FitTarget, mode: ImageFit): Promise<Fitting> {
	const source = read.bytes ? { bytes: read.bytes } : await read.image.file.read();
	if ('problem' in source) return { fit: source, bytes: null, isUnread: true };
	const fitted = await fitOne(source.bytes, target, mode);
	if (!fitted.ok) return { fit: { problem: fitted.problem }, bytes: null };
	const { bytes, mimeType, changed } = fitted;
	if (changed === null) return { fit: { changed }, bytes };
	const facts = { digest: digestOf(bytes), byteLength: bytes.length, mimeType };
	return { fit: { changed, ...facts }, bytes };
}

/** The image of one item, whichever item it was first worked on for. */
function fittedAs(
	fit: KnownFit,
	{ image, bytes }: ReadImage,
	target: FitTarget,
	mode: ImageFit,
	kept: KeptBytes,
	maxBytes: number,
): FittedImage | { problem: string } {
	if ('problem' in fit) return fit;
	if (fit.changed === null) return { image, bytes, warnings: [] };
	const { changed, ...facts } = fit;
	if (facts.byteLength > maxBytes) {
		const megabytes = Math.ceil(facts.byteLength / 1e5) / 10;
		return {
			problem: `${changed} It is now ${megabytes} MB. The maximum is ${maxBytes / 1e6} MB.`,
		};
	}
	const { file } = image;
	const read = fittedAgain(facts.digest, file, target, mode, kept);
	return {
		image: { ...image, file: { ...file, ...facts, read }, url: null },
		bytes,
		warnings: [changed],
	};
}

/** The same bytes once more, where they were not kept. */
function fittedAgain(
	digest: string,
	file: ImageFile,
	target: FitTarget,
	mode: ImageFit,
	kept: KeptBytes,
): () => Promise<ImageBytes> {
	return async () => {
		const bytes = kept.get(digest);
		if (bytes) return { bytes };
		const source = await file.read();
		if ('problem' in source) return source;
		const fitted = await fitOne(source.bytes, target, mode);
		return fitted.ok ? { bytes: fitted.bytes } : { problem: fitted.problem };
	};
}

/** One at a time, whatever else this process does: a large photograph takes a hundred megabytes. */
const fits = new Limiter(1);

/** Lets n8n answer whoever waits. */
const pause = async () => await sleep(0);

async function fitOne(bytes: Uint8Array, target: FitTarget, mode: ImageFit): Promise<FitResult> {
	return await fits.use(async () => {
		await pause();
		// The codecs are large, and most images need none.
		const { fitImage } = await import('../../media/resize/fit');
		return await fitImage(bytes, target, mode, pause);
	});
}
