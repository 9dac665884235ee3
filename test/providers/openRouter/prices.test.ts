import { estimateOf } from '../../../nodes/Sora/models/estimate';
import type { VideoOptions } from '../../../nodes/Sora/models/model';
import { findModel } from '../../../nodes/Sora/providers/findModel';

function dollars(id: string, options: VideoOptions): number | null {
	const model = findModel('openRouter', id, 'text');
	if (!model) throw new Error(`no model ${id}`);
	return estimateOf(model, { ...options, additionalInputs: {} })?.amount ?? null;
}

describe('what a video of OpenRouter costs by our table', () => {
	it.each([
		['google/veo-3.1-lite', { resolution: '720p' }, 0.2],
		['google/veo-3.1-lite', { resolution: '720p', generateAudio: true }, 0.2],
		['google/veo-3.1-lite', { resolution: '720p', generateAudio: false }, 0.12],
		['google/veo-3.1-lite', { resolution: '1080p' }, 0.32],
		['google/veo-3.1-fast', { resolution: '720p' }, 0.4],
		['google/veo-3.1', { resolution: '4k', generateAudio: false }, 1.6],
		['alibaba/wan-2.7', { resolution: '1080p' }, 0.4],
	] as const)('%s for 4 seconds with %j: $%d', (id, options, amount) => {
		expect(dollars(id, { durationSeconds: 4, ...options })).toBe(amount);
	});

	it.each([
		['google/veo-3.1-fast', { resolution: '1080p' }],
		['bytedance/seedance-2.0-fast', { resolution: '720p' }],
	] as const)('is not known of %s with %j, and so not guessed', (id, options) => {
		expect(dollars(id, { durationSeconds: 4, ...options })).toBeNull();
	});
});
