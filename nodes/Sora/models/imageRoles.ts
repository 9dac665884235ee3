/** Whether a model takes the images that it is given, told before any of them is read. */

import type { JsonObject } from '../shared/json';
import { orList } from '../shared/readValue';
import type { ImageRole, MediaInputs } from './mediaInputs';
import type { Model } from './model';

export interface AskedImages {
	model: Model;
	/** What is given, and not by additional inputs. */
	images: MediaInputs<unknown>;
	additionalInputs: JsonObject;
	/** Whether the user has chosen a place among the additional inputs for the images of a role. */
	isPlaced(role: ImageRole): boolean;
	/** Other models of the provider that take images in a role, the best first. */
	others(role: OtherRole): readonly Model[];
}

type OtherRole = Exclude<ImageRole, 'image'>;

interface RoleWords {
	/** What is taken. */
	what: string;
	/** How to go without. */
	without: string;
	/** How to give it. */
	give: string;
	/** In an example of a field of the user's choice. */
	example: string;
}

const WORDS: Readonly<Record<OtherRole, RoleWords>> = {
	lastImage: {
		what: 'a last frame',
		without: 'set Last Frame Source to None',
		give: 'set Last Frame Source',
		example: '{"end_image": "@lastImage"}',
	},
	referenceImages: {
		what: 'reference images',
		without: 'remove Reference Images from the options',
		give: 'add Reference Images to the options',
		example: '{"reference_images": "@referenceImages"}',
	},
};

/** @returns a sentence without its full stop; null where all is well. */
export function imageRolesProblem(asked: AskedImages): string | null {
	return (
		firstFrameProblem(asked) ??
		roleProblem(asked, 'lastImage') ??
		roleProblem(asked, 'referenceImages') ??
		referencesProblem(asked)
	);
}

/** A model that is described, and has fields for references only. */
function firstFrameProblem({ model, images, isPlaced }: AskedImages): string | null {
	if (images.image === undefined && isPlaced('image')) {
		return 'Additional Inputs have a place for an image ("@image"), but this node has none: use Sora Image to Video';
	}
	const { image, referenceImages } = model.inputs;
	const isForReferences = image === undefined && referenceImages?.withoutFrames !== true;
	if (images.image === undefined || isPlaced('image') || !referenceImages || !isForReferences) {
		return null;
	}
	return `${named(model)} takes reference images instead of a first frame: use Sora Text to Video, and add Reference Images to the options`;
}

function roleProblem(asked: AskedImages, role: OtherRole): string | null {
	const { model, images, additionalInputs, isPlaced } = asked;
	const { what, without, give } = WORDS[role];
	const field = model.inputs[role];
	const isGiven = images[role] !== undefined;
	if (isPlaced(role)) {
		return isGiven
			? null
			: `Additional Inputs have a place for ${what}, but there is none: ${give}`;
	}
	if (isGiven && field === undefined) {
		return `${refusal(model, role)}: ${without}, ${choices(asked, role)}`;
	}
	const isMissing = !isGiven && field?.isRequired === true && !(field.name in additionalInputs);
	return isMissing ? `${named(model)} needs ${what}: ${give}` : null;
}

function refusal(model: Model, role: OtherRole): string {
	const { what } = WORDS[role];
	return model.knowledge === 'passThrough'
		? `Nothing is known of the inputs of ${model.id}, so it can't be given ${what}`
		: `${named(model)} doesn't take ${what}`;
}

const NAMED = 2;

/** What to do instead: another model, or a field that the user knows. */
function choices({ model, others }: AskedImages, role: OtherRole): string {
	const byHand = `name its field in Additional Inputs, e.g. ${WORDS[role].example}`;
	const taking = others(role).slice(0, NAMED);
	if (taking.length === 0) return `or ${byHand}`;
	const [{ kind }] = taking;
	const node = kind === 'text' && model.kind !== 'text' ? ' with Sora Text to Video' : '';
	const another = `choose a model that takes ${role === 'lastImage' ? 'one' : 'them'}, e.g. ${orList(taking.map(named))}${node}`;
	return model.knowledge === 'passThrough' ? `${another}, or ${byHand}` : `or ${another}`;
}

function referencesProblem({ model, images, isPlaced }: AskedImages): string | null {
	const field = model.inputs.referenceImages;
	const count = images.referenceImages?.length ?? 0;
	if (!field || count === 0 || isPlaced('referenceImages')) return null;
	const hasFrames = images.image !== undefined || images.lastImage !== undefined;
	if (field.withoutFrames && hasFrames) {
		return `${named(model)} takes reference images or frames, not both: use Sora Text to Video for reference images, or ${WORDS.referenceImages.without}`;
	}
	if (field.most === null || count <= field.most) return null;
	return `${named(model)} takes up to ${field.most} reference image${field.most === 1 ? '' : 's'}, not ${count}`;
}

/** What the user should know of images that may not be taken. */
export function imageRolesWarnings(model: Model, images: MediaInputs<unknown>): string[] {
	const roles: readonly OtherRole[] = ['lastImage', 'referenceImages'];
	return roles
		.filter((role) => images[role] !== undefined && model.inputs[role]?.isUncertain)
		.map(
			(role) =>
				`The provider doesn't say whether ${model.name} takes ${WORDS[role].what}: check the video.`,
		);
}

function named({ id, name }: Model): string {
	return name === id ? id : `${name} (${id})`;
}
