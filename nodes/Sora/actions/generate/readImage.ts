/**
 * Images as the user has them: files of an earlier node, addresses, data URLs. They are checked and let
 * go, and read again when their turn comes: hundreds of photographs do not fit into n8n's memory.
 */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { ImageBytes, ImageFile } from '../../engine/job';
import type { Clock, Http } from '../../engine/ports';
import { imageProblem } from '../../media/image/check';
import { isDataUri, parseDataUri } from '../../media/image/dataUri';
import { imageKind, KIND_FACTS, type ImageKind } from '../../media/image/kind';
import { imageSize, type ImageSize } from '../../media/image/size';
import type { ImageLocation } from '../parameters/imageLocation';
import { readBinaryField } from './binaryField';
import { fetchImage, shownUrl, type FetchLimits } from './fetchImage';
import { digestOf, KeptBytes } from './keptBytes';

/** An image that has been checked. */
export interface SourceImage {
	/** Its type is read from the bytes, not from a name. */
	file: ImageFile;
	kind: ImageKind;
	/** null where it cannot be read. */
	size: ImageSize | null;
	/** Where anybody can fetch it; null for files and data URLs. */
	url: string | null;
}

export interface ReadImage {
	image: SourceImage;
	/** Where they have just been read; else `image.file.read` has them. */
	bytes: Uint8Array | null;
}

export interface ImageLimits extends FetchLimits {
	kinds: readonly ImageKind[];
}

type Checked = { image: SourceImage } | { problem: string };
type Read = () => Promise<ImageBytes>;

/** Reads the images of one run; each address is checked once. */
export class ImageReader {
	readonly kept = new KeptBytes();
	private readonly checkedUrls = new Map<string, Promise<Checked>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly http: Http,
		private readonly clock: Clock,
	) {}

	/** @param role a part of the file's name, for images that are not the first frame. */
	async read(
		itemIndex: number,
		location: ImageLocation,
		limits: ImageLimits,
		role?: string,
	): Promise<ReadImage | { problem: string }> {
		const url = urlOf(location);
		const known = url === null ? undefined : this.checkedUrls.get(url);
		const name = role === undefined ? `picture-${itemIndex}` : `picture-${itemIndex}-${role}`;
		if (known) return named({ checked: await known, bytes: null }, name);
		const checking = this.check(itemIndex, location, limits);
		if (url !== null) {
			this.checkedUrls.set(
				url,
				checking.then(({ checked }) => checked),
			);
		}
		return named(await checking, name);
	}

	private async check(
		itemIndex: number,
		location: ImageLocation,
		limits: ImageLimits,
	): Promise<{ checked: Checked; bytes: Uint8Array | null }> {
		const read: Read = async () => await this.bytesAt(itemIndex, location, limits);
		const first = await read();
		if ('problem' in first) return { checked: first, bytes: null };
		const { bytes } = first;
		const problem = imageProblem(bytes, limits.kinds, limits.maxBytes);
		const kind = imageKind(bytes);
		if (problem !== null || kind === null) {
			return { checked: { problem: problem ?? 'The file is not an image.' }, bytes: null };
		}
		const digest = digestOf(bytes);
		const file: ImageFile = {
			kind: 'file',
			digest,
			byteLength: bytes.length,
			mimeType: KIND_FACTS[kind].mimeType,
			fileName: '',
			read: unchanged(digest, read, this.kept, location),
		};
		const image = { file, kind, size: imageSize(bytes), url: urlOf(location) };
		return { checked: { image }, bytes };
	}

	private async bytesAt(
		itemIndex: number,
		location: ImageLocation,
		limits: ImageLimits,
	): Promise<ImageBytes> {
		if (location.kind === 'binary') {
			return await readBinaryField(this.context, itemIndex, location.field);
		}
		return isDataUri(location.url)
			? parseDataUri(location.url, limits.maxBytes)
			: await fetchImage(this.http, this.clock, location.url, limits);
	}
}

/** Where anybody can fetch the image. */
function urlOf(location: ImageLocation): string | null {
	return location.kind === 'url' && !isDataUri(location.url) ? location.url : null;
}

/** What is sent must be what was checked, and what a retry goes by. */
function unchanged(digest: string, read: Read, kept: KeptBytes, location: ImageLocation): Read {
	return async () => {
		const bytes = kept.get(digest);
		if (bytes) return { bytes };
		const again = await read();
		if ('problem' in again || digestOf(again.bytes) === digest) return again;
		const url = urlOf(location);
		const where = url === null ? 'The image' : `The image ${shownUrl(url)}`;
		return {
			problem: `${where} changed between its check and its submit, so it was not submitted: make sure that it stays the same while the node runs`,
		};
	};
}

/** Each image of each item has a name of its own. */
function named(
	{ checked, bytes }: { checked: Checked; bytes: Uint8Array | null },
	name: string,
): ReadImage | { problem: string } {
	if ('problem' in checked) return checked;
	const { image } = checked;
	const fileName = `${name}.${KIND_FACTS[image.kind].extension}`;
	return { image: { ...image, file: { ...image.file, fileName } }, bytes };
}
