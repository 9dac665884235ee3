/** What is downloaded when somebody installs the nodes. */

import { stat } from 'node:fs/promises';
import type { Bench } from '../figure';
import { PACKED_TARBALL } from '../../support/n8n/server';

const LIMIT_KB = 150;

export const figures: Bench = async () => {
	const { size } = await stat(PACKED_TARBALL);
	return [{ figure: 'tarball size', limit: LIMIT_KB, measured: size / 1000, unit: 'kB' }];
};
