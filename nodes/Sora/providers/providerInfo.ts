/**
 * What is known of a provider without its wire format. It imports nothing that runs: n8n's start
 * loads the infos for the nodes' descriptions, and nothing else of a provider.
 */

import type { ImageKind } from '../media/image/kind';
import type { ModelKind, ProviderName } from '../models/model';

/**
 * `list`: shows the tasks of the account. `cancel`: ends a task that is under way. `callback`: calls
 * an address when a task ends. `upload`: takes an image before the submit, and not with it.
 * `price`: says what a request will cost. `balance`: says what is left in the account. `lastFrame`: gives
 * the last frame of a video.
 */
export type Ability = 'list' | 'cancel' | 'callback' | 'upload' | 'price' | 'balance' | 'lastFrame';

/** `someHosts`: it depends on the host at the credential's base URL. */
export type Availability = boolean | 'someHosts';

/** How a clip gets to the provider: as a file, by its address, or as one of the provider's own tasks. */
export type ClipSource = 'file' | 'address' | 'task';

/** What last frames come from: the task of the video itself, or a small one of their own, which costs. */
export type LastFrameSource = 'withTheVideo' | 'byTask';

export interface DefaultModel {
	id: string;
	/** As in the catalogue. */
	name: string;
}

export interface ProviderInfo {
	readonly name: ProviderName;
	/** As people write it: `WaveSpeedAI`. */
	readonly displayName: string;
	/** Stands below the name in the list of providers. */
	readonly description: string;
	/** n8n's credential type. */
	readonly credentialType: string;
	/** The credential as people see it: `WaveSpeedAI API`. */
	readonly credentialName: string;
	/** Of a new credential, without a trailing slash. */
	readonly defaultBaseUrl: string;
	/** Each is also a part of the `Provider`, where it is not false. */
	readonly can: Readonly<Record<Ability, Availability>>;
	/** The list shows what each task was made of, so that a lost one is recognised by its prompt. */
	readonly listShowsPrompts: boolean;
	/** The images that its models take, and the largest file in bytes. */
	readonly images: { kinds: readonly ImageKind[]; maxBytes: number };
	/** How its models take clips, and the largest file in bytes. */
	readonly clips: { from: readonly ClipSource[]; maxBytes: number };
	/** Where `can.lastFrame` is not false. */
	readonly lastFrameComes?: LastFrameSource;
	/** Some of its published prices are in CNY, and not in US dollars. */
	readonly hasPricesInCny: boolean;
	/** Models that work today and take what a new node asks for: 4 seconds, 9:16, 720p. */
	readonly defaultModels: Readonly<Record<ModelKind, DefaultModel>>;
	/** Where people see their balance, without `https://`, where no call with the key says it. */
	readonly balancePage?: string;
	/** How long a video can be fetched, in a few words. */
	readonly videosKept: string;
	/** How many tasks an account may have at a time, in a few words. */
	readonly tasksAtATime: string;
}
