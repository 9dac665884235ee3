import { describeProvider } from './provider';

jest.setTimeout(570_000);

describeProvider('fal');
