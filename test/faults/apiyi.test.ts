import { describeProvider } from './provider';

describeProvider('apiyi');
