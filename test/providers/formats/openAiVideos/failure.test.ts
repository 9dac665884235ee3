import { categoryOf } from '../../../../nodes/Sora/providers/shared/failure';
import { errorWords } from '../../../../nodes/Sora/providers/formats/openAiVideos/failure';

describe('the category of what OpenAI-compatible hosts, gateways and Ark say', () => {
	it.each([
		['moderation_blocked', 'blocked', 'moderation'],
		['content_policy_violation', '', 'moderation'],
		[null, 'This violates our usage policies', 'moderation'],
		[null, 'Input was blocked by Cosmos3 guardrails.', 'moderation'],
		['OutputVideoRiskDetection', '', 'moderation'],
		['model_not_found', '', 'model_retired'],
		[null, 'models/veo-3.1-generate-preview is no longer available', 'model_retired'],
		[null, "The API deployment 'sora-2' for this resource does not exist.", 'model_retired'],
		[null, 'Invalid model name passed in model=sora-2', 'model_retired'],
		[null, '当前分组 default 下对于模型 sora-2 无可用渠道', 'model_retired'],
		['insufficient_user_quota', '', 'quota'],
		['AccountOverdueError', '', 'quota'],
		['budget_exceeded', '', 'quota'],
		[null, '该令牌额度已用尽', 'quota'],
		['ServerOverloaded', '', 'rate_limit'],
		['invalid_api_key', '', 'auth'],
		[null, 'Incorrect API key provided', 'auth'],
		[null, 'Authentication Error, Invalid proxy server token passed', 'auth'],
		[null, '无效的令牌', 'auth'],
		[null, '该令牌无权访问模型 sora-2', 'auth'],
	])('%s "%s" is %s', (code, message, category) => {
		expect(categoryOf(null, code, message)).toBe(category);
	});

	it('does not take the end of one sentence for the end of a model', () => {
		const message = 'The model is loading. The requested page was not found';

		expect(categoryOf(null, null, message)).toBe('provider');
	});
});

describe('the words of an error inside an error', () => {
	it("are the innermost ones, with the gateway's code where the upstream has none", () => {
		const upstream = JSON.stringify({ error: { message: 'no', type: 'server_error', code: null } });
		const gateway = JSON.stringify({ code: 'do_request_failed', message: `502: ${upstream}` });
		const body = { code: 'fail_to_fetch_task', message: gateway, data: null };

		expect(errorWords(body)).toEqual({
			code: 'do_request_failed',
			type: 'server_error',
			message: 'no',
		});
	});

	it('stay as they are where what looks like JSON is none', () => {
		const message = 'unexpected token {foo} in request';

		expect(errorWords({ error: { message } })).toMatchObject({ message });
	});

	it('are not looked for without end', () => {
		const nested = Array.from({ length: 6 }).reduce<string>(
			(message) => JSON.stringify({ message }),
			'end',
		);

		expect(errorWords({ message: nested }).message).not.toBe('end');
	});
});
