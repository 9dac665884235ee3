export { ApiyiApi } from './credentials/ApiyiApi.credentials';
export { EachlabsApi } from './credentials/EachlabsApi.credentials';
export { OpenAiVideosApi } from './credentials/OpenAiVideosApi.credentials';
export { WaveSpeedApi } from './credentials/WaveSpeedApi.credentials';
export { SoraGetResult } from './nodes/Sora/SoraGetResult.node';
export { SoraImageToVideo } from './nodes/Sora/SoraImageToVideo.node';
export { SoraTextToVideo } from './nodes/Sora/SoraTextToVideo.node';
export { SoraTrigger } from './nodes/Sora/SoraTrigger.node';
