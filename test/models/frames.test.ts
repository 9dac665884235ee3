import {
	frameAt,
	frameFor,
	frameOf,
	nearestRatio,
	ratioOf,
	tierOf,
} from '../../nodes/Sora/models/frames';
import type { Model } from '../../nodes/Sora/models/model';
import { findModel } from '../../nodes/Sora/providers/findModel';

function soraPro(): Model {
	const model = findModel('waveSpeed', 'openai/sora-2/text-to-video-pro');
	if (!model) throw new Error('no model');
	return model;
}

describe('a frame', () => {
	it.each([
		['1280x720', '16:9', '720p'],
		['720x1280', '9:16', '720p'],
		['1792x1024', '16:9', '1024p'],
		['1024x1792', '9:16', '1024p'],
		['1920x1080', '16:9', '1080p'],
		['3840x2160', '16:9', '4k'],
		['832x480', '16:9', '480p'],
		['1024x1024', '1:1', '1024p'],
		['960x720', '4:3', '720p'],
		['1680x720', '21:9', '720p'],
	] as const)('of %s is called %s at %s', (size, ratio, tier) => {
		expect(ratioOf(frameOf(size))).toBe(ratio);
		expect(tierOf(frameOf(size))).toBe(tier);
	});

	it('of a shape without a name has none', () => {
		expect(ratioOf({ width: 1500, height: 1000 })).toBeNull();
	});

	it.each([
		['16:9', '720p', { width: 1280, height: 720 }],
		['9:16', '720p', { width: 720, height: 1280 }],
		['16:9', '1024p', { width: 1792, height: 1024 }],
		['9:16', '1024P', { width: 1024, height: 1792 }],
		['16:9', '4k', { width: 3840, height: 2160 }],
		['1:1', '720p', { width: 720, height: 720 }],
		['21:9', '720p', { width: 1680, height: 720 }],
		['3:4', '480p', { width: 480, height: 640 }],
		['16:9', '480p', { width: 848, height: 480 }],
	] as const)('at %s and %s is worked out', (ratio, tier, frame) => {
		expect(frameAt(ratio, tier)).toEqual(frame);
	});

	it('at a tier that is no number of lines is not', () => {
		expect(frameAt('16:9', 'best')).toBeNull();
		expect(frameAt('16:9', '2k')).toBeNull();
	});
});

describe('the frame that a model renders', () => {
	it('is one of its sizes', () => {
		expect(frameFor(soraPro(), '16:9', '1080p')).toEqual({ width: 1920, height: 1080 });
		expect(frameFor(soraPro(), undefined, undefined)).toEqual({ width: 720, height: 1280 });
		expect(frameFor(soraPro(), '1:1', '720p')).toBeNull();
	});

	it('is not known where it has no sizes', () => {
		expect(frameFor({ ...soraPro(), inputs: {} }, '16:9', '720p')).toBeNull();
	});
});

describe("the ratio nearest to a picture's own", () => {
	const anything = { ...soraPro(), aspectRatios: null };

	it.each([
		[4000, 3000, '4:3'],
		[3000, 4000, '3:4'],
		[1920, 1080, '16:9'],
		[1080, 1920, '9:16'],
		[1000, 990, '1:1'],
		[5000, 1000, '21:9'],
		[100, 1000, '9:16'],
	])('is chosen for %s x %s: %s', (width, height, ratio) => {
		expect(nearestRatio(anything, width, height)).toBe(ratio);
	});

	it('is one that the model takes', () => {
		expect(nearestRatio(soraPro(), 4000, 3000)).toBe('16:9');
		expect(nearestRatio(soraPro(), 3000, 4000)).toBe('9:16');
	});

	it('is none where there is nothing to choose or nothing to compare', () => {
		expect(nearestRatio({ ...soraPro(), aspectRatios: [] }, 4000, 3000)).toBeNull();
		expect(nearestRatio(anything, 0, 3000)).toBeNull();
		expect(nearestRatio(anything, 4000, Number.NaN)).toBeNull();
	});
});
