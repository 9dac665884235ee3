import { describeProvider } from './provider';

describeProvider('openRouter');
