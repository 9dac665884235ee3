import { describeProvider } from './provider';

describeProvider('waveSpeed');
