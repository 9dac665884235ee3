/** What seeing the end of a render costs in status calls, over the render times of the catalogue. In virtual time. */

import { pollCostOfCatalogue } from '../../test/engine/poll/pollsPerRender';
import type { Bench } from '../figure';

const SHARE_LIMIT = 0.5;

export const figures: Bench = async () => {
	const { polls, pollsWithFixedInterval, delayMs } = await pollCostOfCatalogue();
	const what = 'status calls a render of the catalogue';
	return [
		{ figure: what, limit: null, measured: polls, unit: 'calls' },
		{
			figure: '… with a fixed interval of the same mean delay',
			limit: null,
			measured: pollsWithFixedInterval,
			unit: 'calls',
		},
		{
			figure: '… share of that',
			limit: SHARE_LIMIT,
			measured: polls / pollsWithFixedInterval,
			unit: 'times',
		},
		{ figure: '… mean delay', limit: null, measured: delayMs / 1000, unit: 's' },
	];
};
