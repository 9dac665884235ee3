import { describeProvider } from './provider';

describeProvider('openAiCompatible');
