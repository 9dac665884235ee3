import type { ICredentialType } from 'n8n-workflow';
import { ApiyiApi } from './credentials/ApiyiApi.credentials';
import { EachlabsApi } from './credentials/EachlabsApi.credentials';
import { FalQueueApi } from './credentials/FalQueueApi.credentials';
import { OpenAiVideosApi } from './credentials/OpenAiVideosApi.credentials';
import { OpenRouterVideosApi } from './credentials/OpenRouterVideosApi.credentials';
import { WaveSpeedApi } from './credentials/WaveSpeedApi.credentials';
import type { ProviderName } from './nodes/Sora/models/model';

export { ApiyiApi, EachlabsApi, FalQueueApi, OpenAiVideosApi, OpenRouterVideosApi, WaveSpeedApi };

type OfEachProvider<T extends Record<ProviderName, ICredentialType>> = T;

/** Which provider has which credential; the compiler misses the one that is forgotten. */
export type Credentials = OfEachProvider<{
	waveSpeed: WaveSpeedApi;
	apiyi: ApiyiApi;
	eachlabs: EachlabsApi;
	fal: FalQueueApi;
	openRouter: OpenRouterVideosApi;
	openAiCompatible: OpenAiVideosApi;
}>;

export { SoraAccount } from './nodes/Sora/SoraAccount.node';
export { SoraGetResult } from './nodes/Sora/SoraGetResult.node';
export { SoraImageToVideo } from './nodes/Sora/SoraImageToVideo.node';
export { SoraTextToVideo } from './nodes/Sora/SoraTextToVideo.node';
export { SoraTrigger } from './nodes/Sora/SoraTrigger.node';
export { SoraVideoToVideo } from './nodes/Sora/SoraVideoToVideo.node';
