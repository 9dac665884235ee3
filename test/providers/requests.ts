/** Requests as the nodes make them, with as little as a test needs to say. */

import { writeInputs } from '../../nodes/Sora/models/inputs';
import type { ModelKind, ProviderName } from '../../nodes/Sora/models/model';
import { defaultModelId, findModel } from '../../nodes/Sora/providers/findModel';
import type { VideoRequest } from '../../nodes/Sora/providers/video';

type Asked = Omit<VideoRequest, 'inputs' | 'additionalInputs'> & Partial<VideoRequest>;

/** A request with its inputs written, as the nodes write them. */
export function requestOf(asked: Asked): VideoRequest {
	return { inputs: writeInputs(asked.model, asked).inputs, additionalInputs: {}, ...asked };
}

/** A request for a catalogue model, the provider's default where no ID is given. */
export function requestTo(
	provider: ProviderName,
	kind: ModelKind,
	words: Partial<VideoRequest> = {},
	id: string = defaultModelId(provider, kind),
): VideoRequest {
	const model = findModel(provider, id, kind);
	if (!model) throw new Error(`${provider} has no model ${id}`);
	return requestOf({ model, prompt: 'A kite over dunes', ...words });
}
