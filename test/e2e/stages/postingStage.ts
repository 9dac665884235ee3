/** A real n8n between the simulated providers and stand-ins of the platforms that clips are posted to. */

import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import type { ExecutionWithData } from '../../../support/n8n/api';
import { instagram, TOKEN as INSTAGRAM_TOKEN, type InstagramAccount } from './platforms/instagram';
import { startPlatform, type Platform } from './platforms/platform';
import { tiktok, TOKEN as TIKTOK_TOKEN, type TikTokAccount } from './platforms/tiktok';
import { startYouTube, TOKEN as YOUTUBE_TOKEN, type UploadedVideo } from './platforms/youtube';
import { inProduction } from './production';
import { sampleWorkflow, setStage, type Stage } from './stage';

export const PUBLIC_ORIGIN = 'https://n8n.example.com';

export interface PostingStage extends Stage {
	instagram: InstagramAccount & Platform;
	tiktok: TikTokAccount & Platform;
	youTube: { videos: UploadedVideo[] } & Platform;
	/** Where this n8n really is: its public name is not in the DNS. */
	local(url: string): string;
	/** A sample that posts, its waits made short and its platform this stage's. @returns its ID */
	load(file: string, edits?: Readonly<Record<string, string>>): Promise<string>;
	/** Runs a workflow of `load` to its end. */
	run(workflowId: string, trigger?: string): Promise<ExecutionWithData>;
	/** Runs a sample to its end as production does. */
	produce(file: string): Promise<ExecutionWithData>;
	/** What the platforms would have refused. */
	mistakes(): string[];
}

const shortWaits = (seconds: number) => ({ [`"amount": ${seconds}`]: '"amount": 1' });

export async function setPostingStage(): Promise<PostingStage> {
	let n8nUrl = '';
	const local = (url: string) => url.replace(PUBLIC_ORIGIN, n8nUrl);
	const reels: InstagramAccount = {
		fetchVideo: async (url) => await fetch(local(url)),
		published: [],
	};
	const inbox: TikTokAccount = { origin: () => tok.url, uploaded: [] };
	const videos: UploadedVideo[] = [];
	const meta = await startPlatform(instagram(reels));
	const tok: Platform = await startPlatform(tiktok(inbox));
	const tube = await startYouTube(videos);
	const stage = await setStage(
		{ renderMs: 500 },
		{ ...tube.env, WEBHOOK_URL: `${PUBLIC_ORIGIN}/` },
	);
	const { api } = stage.n8n;
	n8nUrl = stage.n8n.url;
	await api.createCredential('Eachlabs (demo)', PROVIDER_INFOS.eachlabs.credentialType, {
		apiKey: stage.simulator.key('eachlabs'),
		baseUrl: stage.simulator.baseUrl('eachlabs'),
	});
	await api.createCredential('Instagram', 'facebookGraphApi', { accessToken: INSTAGRAM_TOKEN });
	await api.createCredential('TikTok', 'httpBearerAuth', { token: TIKTOK_TOKEN });
	await api.createCredential('YouTube', 'youTubeOAuth2Api', {
		clientId: 'client',
		clientSecret: 'secret',
		oauthTokenData: { access_token: YOUTUBE_TOKEN, token_type: 'Bearer' },
	});
	const editsOf: Record<string, Record<string, string>> = {
		'instagram-reel': { 'https://graph.facebook.com': meta.url, ...shortWaits(30) },
		'tiktok-upload': { 'https://open.tiktokapis.com': tok.url, ...shortWaits(15) },
	};
	const sample = async (file: string, edits: Readonly<Record<string, string>> = {}) =>
		await sampleWorkflow(file, { ...editsOf[file], ...edits });
	return {
		...stage,
		instagram: Object.assign(reels, meta),
		tiktok: Object.assign(inbox, tok),
		youTube: { ...tube, videos },
		local,
		load: async (file, edits) => await api.createWorkflow(await sample(file, edits)),
		run: async (workflowId, trigger = 'Start') =>
			await api.ended(await api.runManually(workflowId, trigger)),
		produce: async (file) => {
			const { start } = await inProduction(api, await sample(file));
			return await api.ended((await start()).id);
		},
		mistakes: () => [meta, tok, tube].flatMap(({ mistakes }) => mistakes),
		clear: async () => {
			await stage.clear();
			await Promise.all([meta, tok, tube].map(async (platform) => await platform.close()));
		},
	};
}
