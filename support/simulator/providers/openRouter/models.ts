/** The models that OpenRouter lists, with what they take, and the check of a request against it. */

import { isSora } from '../../models';
import type { World } from '../../provider';

export interface RouterModel {
	id: string;
	name: string;
	supported_resolutions: readonly string[] | null;
	supported_aspect_ratios: readonly string[] | null;
	supported_sizes: readonly string[] | null;
	supported_durations: readonly number[] | null;
	supported_frame_images: readonly string[] | null;
	generate_audio: boolean | null;
	seed: boolean | null;
	pricing_skus: Readonly<Record<string, string>> | null;
	allowed_passthrough_parameters: readonly string[];
}

const upTo = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

const FRAMES = ['first_frame', 'last_frame'];
const SEEDANCE_RATIOS = ['1:1', '3:4', '9:16', '4:3', '16:9', '21:9', '9:21'];

export const OPENROUTER_MODELS: readonly RouterModel[] = [
	{
		id: 'google/veo-3.1-lite',
		name: 'Google: Veo 3.1 Lite',
		supported_resolutions: ['720p', '1080p'],
		supported_aspect_ratios: ['16:9', '9:16'],
		supported_sizes: ['1280x720', '720x1280', '1920x1080', '1080x1920'],
		supported_durations: [8, 4, 6],
		supported_frame_images: FRAMES,
		generate_audio: true,
		seed: true,
		pricing_skus: {
			duration_seconds_with_audio: '0.08',
			duration_seconds_without_audio: '0.05',
			duration_seconds_with_audio_720p: '0.05',
			duration_seconds_without_audio_720p: '0.03',
		},
		allowed_passthrough_parameters: ['negativePrompt', 'enhancePrompt'],
	},
	{
		id: 'bytedance/seedance-2.0-fast',
		name: 'ByteDance: Seedance 2.0 Fast',
		supported_resolutions: ['480p', '720p'],
		supported_aspect_ratios: SEEDANCE_RATIOS,
		supported_sizes: ['480x854', '854x480', '720x1280', '1280x720'],
		supported_durations: upTo(4, 15),
		supported_frame_images: FRAMES,
		generate_audio: true,
		seed: true,
		pricing_skus: {
			video_tokens: '0.0000042',
			video_tokens_without_audio: '0.0000042',
			video_tokens_with_video_input: '0.000002475',
		},
		allowed_passthrough_parameters: ['watermark', 'req_key'],
	},
	{
		id: 'acme/clip-1',
		name: 'Acme: Clip 1',
		supported_resolutions: ['540p', '1080p'],
		supported_aspect_ratios: ['16:9', '9:16', '1:1'],
		supported_sizes: null,
		supported_durations: [3, 6, 9],
		supported_frame_images: ['first_frame'],
		generate_audio: false,
		seed: null,
		pricing_skus: { cents_per_video_output_second_540p: '5' },
		allowed_passthrough_parameters: [],
	},
	{
		id: 'acme/text-only-1',
		name: 'Acme: Text Only 1',
		supported_resolutions: null,
		supported_aspect_ratios: null,
		supported_sizes: null,
		supported_durations: null,
		supported_frame_images: [],
		generate_audio: null,
		seed: null,
		pricing_skus: null,
		allowed_passthrough_parameters: [],
	},
];

export function routerListing(model: RouterModel): Record<string, unknown> {
	const more = { description: `${model.name}.`, hugging_face_id: null, created: 1_780_000_000 };
	return { ...model, ...more, canonical_slug: model.id };
}

const VENDORS = /^(openai|bytedance|alibaba|minimax|kwaivgi|google|x-ai|acme)\/[\w.:-]+$/;

/** It has far more models than are listed here: what looks like one of its own is taken. */
export function isRouted({ manner }: World, id: string): boolean {
	return VENDORS.test(id) && !(manner.retired && isSora(id));
}

/** A value of the request, and the model's list that it must be in. */
const SETS: ReadonlyArray<readonly [string, keyof RouterModel]> = [
	['resolution', 'supported_resolutions'],
	['aspect_ratio', 'supported_aspect_ratios'],
	['size', 'supported_sizes'],
	['duration', 'supported_durations'],
];

interface Frame {
	type?: unknown;
	image_url?: { url?: unknown };
	frame_type?: unknown;
}

function faultInFrames(frames: unknown, model: RouterModel | undefined): string | null {
	if (frames === undefined) return null;
	if (!Array.isArray(frames)) return 'frame_images: Expected array';
	for (const { type, image_url, frame_type } of frames as Frame[]) {
		if (type !== 'image_url' || typeof image_url?.url !== 'string') {
			return 'frame_images: Expected { type: "image_url", image_url: { url }, frame_type }';
		}
		if (!/^(https?:|data:image\/)/.test(image_url.url)) return 'frame_images: Invalid url';
		const allowed = model?.supported_frame_images ?? FRAMES;
		if (!allowed.includes(String(frame_type))) {
			return `frame_type "${String(frame_type)}" is not supported by this model`;
		}
	}
	return null;
}

const REFERENCE_TYPES = ['image_url', 'video_url', 'audio_url'];

/** Beside frames they would be ignored: no client means that. */
function faultInReferences({ input_references: references, ...input }: Record<string, unknown>) {
	if (references === undefined) return null;
	if (!Array.isArray(references)) return 'input_references: Expected array';
	if (input.frame_images !== undefined) return 'input_references are ignored beside frame_images';
	const isRight = references.every((reference: Record<string, { url?: unknown } | string>) => {
		const type = String(reference.type);
		const part = reference[type];
		return (
			REFERENCE_TYPES.includes(type) && typeof part === 'object' && typeof part.url === 'string'
		);
	});
	return isRight ? null : 'input_references: Expected { type, <type>: { url } }';
}

/** A callback goes to HTTPS only. The loopback, where tests listen, is let through here. */
function isCallbackUrl(url: unknown): boolean {
	return typeof url === 'string' && /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(url);
}

/** @returns what is wrong with a request, null where nothing is. Fields that nobody knows pass. */
export function faultInRequest(input: Record<string, unknown>): string | null {
	const model = OPENROUTER_MODELS.find(({ id }) => id === input.model);
	const { prompt, duration, callback_url: callbackUrl, generate_audio: audio } = input;
	if (typeof prompt !== 'string' || prompt === '') return 'prompt: Required';
	if (duration !== undefined && !Number.isInteger(duration)) return 'duration: Expected integer';
	if (audio !== undefined && typeof audio !== 'boolean') return 'generate_audio: Expected boolean';
	if (callbackUrl !== undefined && !isCallbackUrl(callbackUrl)) return 'callback_url must be HTTPS';
	const wrong = SETS.find(([name, set]) => {
		const allowed = model?.[set] as ReadonlyArray<string | number> | null | undefined;
		return allowed && input[name] !== undefined && !allowed.includes(input[name] as string);
	});
	if (wrong) {
		const [name, set] = wrong;
		return `${name} "${String(input[name])}" is not supported by this model. Supported: ${String(model?.[set])}`;
	}
	return faultInFrames(input.frame_images, model) ?? faultInReferences(input);
}
