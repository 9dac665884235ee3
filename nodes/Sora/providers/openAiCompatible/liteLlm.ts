/**
 * LiteLLM writes the name of the provider behind it into IDs, and lists the tasks of one provider
 * alone. BerriAI/litellm, `types/videos/utils.py` and `proxy/video_endpoints/endpoints.py`
 */

import { openAiVideosLists } from '../formats/openAiVideos/lists';
import type { Provider } from '../provider';
import type { VideoTask } from '../video';

/** base64, and not the same in each answer: the deployment may be left out. */
const ID = /^litellm:custom_llm_provider:([^;]*);model_id:[^;]*;video_id:(.+)$/s;

function partsOf(taskId: string): { provider: string; id: string } | null {
	const text = Buffer.from(taskId.replace(/^video_/, ''), 'base64').toString('utf8');
	const [, provider, id] = ID.exec(text) ?? [];
	return id === undefined ? null : { provider, id };
}

export function liteLlmTaskKey(taskId: string): string {
	const parts = partsOf(taskId);
	return parts === null ? taskId : `${parts.provider}:${parts.id}`;
}

/** As its own models are called: `hosted_vllm/wan-2.2`. */
function withProvider(task: VideoTask): VideoTask {
	const provider = partsOf(task.id)?.provider;
	if (!provider || task.deliveredModel === null) return task;
	return { ...task, requestedModel: `${provider}/${task.deliveredModel}` };
}

const PROVIDER = /^([a-z][a-z0-9_-]*)\//;
const NO_PROVIDER = /LLM Provider NOT provided/i;
const WHICH_PROVIDER =
	'LiteLLM lists the tasks of one provider: enter it in Models, for example hosted_vllm/*';

const { list } = openAiVideosLists('');

/** Other hosts don't read the header. */
export const liteLlmList: NonNullable<Provider['list']> = {
	call(cursor, models = []) {
		const [provider] = models.flatMap((model) => PROVIDER.exec(model)?.[1] ?? []);
		const call = list.call(cursor);
		return provider ? { ...call, headers: { 'custom-llm-provider': provider } } : call;
	},
	parse(response, cursor) {
		const page = list.parse(response, cursor);
		if (page.ok) {
			return { ok: true, value: { ...page.value, tasks: page.value.tasks.map(withProvider) } };
		}
		const { failure } = page;
		if (!NO_PROVIDER.test(failure.message)) return page;
		return {
			ok: false,
			failure: { ...failure, message: `${failure.message} (${WHICH_PROVIDER})` },
		};
	},
};
