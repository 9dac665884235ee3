import type { IDataObject } from 'n8n-workflow';
import type { Clock, Http } from '../../engine/ports';
import type { Provider } from '../../providers/provider';
import type { Failure } from '../../providers/video';
import type { ItemParameters } from '../parameters/itemParameters';

/** What an operation works with. */
export interface AccountItem extends ItemParameters {
	provider: Provider;
	http: Http;
	clock: Clock;
}

/** `problem`: nothing was asked, because of what the user wants; a sentence. */
export type AccountResult =
	{ items: IDataObject[] } | { problem: string } | { failure: Failure; taskId?: string };

export type AccountOperation = (item: AccountItem) => Promise<AccountResult>;
