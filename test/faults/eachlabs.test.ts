import { describeProvider } from './provider';

describeProvider('eachlabs');
