/** What a video is made of besides words: each image in the role that it plays. */

export const IMAGE_ROLES = ['image', 'lastImage', 'referenceImages'] as const;
export type ImageRole = (typeof IMAGE_ROLES)[number];

/** @typeParam Image how far an image has come: where it is, a file to be read, its bytes, an address. */
export interface MediaInputs<Image> {
	/** The frame that the video begins with. */
	image?: Image;
	/** The frame that it ends on. */
	lastImage?: Image;
	/** What it shows, in the user's order. */
	referenceImages?: readonly Image[];
}

/** All images: the first frame, the last one, the references. */
export function imagesOf<Image>(inputs: MediaInputs<Image>): Image[] {
	const { image, lastImage, referenceImages = [] } = inputs;
	return [image, lastImage, ...referenceImages].filter((one) => one !== undefined);
}

/** The same roles with other images, and nothing else. Changes them in the order of `imagesOf`. */
export function mapImages<A, B>(
	{ image, lastImage, referenceImages }: MediaInputs<A>,
	change: (image: A) => B,
): MediaInputs<B> {
	return {
		...(image === undefined ? {} : { image: change(image) }),
		...(lastImage === undefined ? {} : { lastImage: change(lastImage) }),
		...(referenceImages === undefined ? {} : { referenceImages: referenceImages.map(change) }),
	};
}

/** The same where a change takes time. When one fails, the others are waited for: nothing goes on behind its back. */
export async function mapImagesAsync<A, B>(
	inputs: MediaInputs<A>,
	change: (image: A) => Promise<B>,
): Promise<MediaInputs<B>> {
	const settled = await Promise.allSettled(imagesOf(inputs).map(change));
	const changed = settled.map((result) => {
		if (result.status === 'rejected') throw result.reason;
		return result.value;
	});
	let next = 0;
	return mapImages(inputs, () => changed[next++]);
}

/** The images of a request, without the rest of it. */
export function mediaOf<Image>(request: MediaInputs<Image>): MediaInputs<Image> {
	return mapImages(request, (image) => image);
}
