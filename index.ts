export { WaveSpeedApi } from './credentials/WaveSpeedApi.credentials';
export { SoraTextToVideo } from './nodes/Sora/SoraTextToVideo.node';
