/**
 * A provider's wire format: pure functions that encode a call or decode an
 * answer. No I/O, no n8n. Decoders take any answer, also nonsense, never throw,
 * and never report a success without a video.
 */

import type { Model, ModelKind } from '../models/model';
import type { Money } from '../shared/money';
import type {
	HttpResponse,
	HttpCall,
	ExternalRequest,
	FileBytes,
	ProviderCall,
	StreamedFile,
} from './http';
import type { ProviderInfo } from './providerInfo';
import type { TaskCallback } from './shared/callback';
import type { Failure, RequestFormat, TaskRef, VideoRequest, VideoTask } from './video';

/** What became of a submit. */
export type Submission =
	/** The provider has the task, and will bill it. `pollAfterMs`: it asks not to be asked before. */
	| { kind: 'accepted'; task: VideoTask; pollAfterMs?: number }
	/** Surely not billed. `again`: when the same request may be sent once more. */
	| { kind: 'refused'; failure: Failure; again: 'never' | 'later' | 'whenATaskEnds' }
	/** Surely not billed: the host could not read it. It may be sent once more in this format. */
	| { kind: 'refused'; failure: Failure; again: 'inOtherFormat'; format: RequestFormat }
	/** It may have been billed: never sent again. */
	| { kind: 'unknown'; failure: Failure };

/** What a status call brought. */
export type StatusResult =
	/** `pollAfterMs`: the server asks not to be asked again before. */
	| { kind: 'task'; task: VideoTask; pollAfterMs?: number }
	/** The provider does not know the task. */
	| { kind: 'missing'; failure: Failure }
	/** The key or the account is refused: asking again changes nothing. */
	| { kind: 'refused'; failure: Failure }
	/** No word about the task (a busy server, a proxy's page, broken JSON): ask again later. */
	| { kind: 'unclear'; failure: Failure };

/** A status that says that a task has ended may not say how: then one more call does. */
export type StatusResponse = StatusResult & {
	further?: {
		call: ProviderCall;
		/** Where it says nothing of the task (`unclear`), the status counts. */
		parse(response: HttpResponse): StatusResult;
	};
};

export type Decoded<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface TaskPage {
	/** Newest first, without those of `others`. */
	tasks: VideoTask[];
	/** Tasks that ended with images, sounds or texts instead of a video. */
	others: VideoTask[];
	/**
	 * Creation of every row that tells it, in the list's order, whatever it is: how far back the page
	 * reaches. ISO 8601, UTC.
	 */
	createdAt: string[];
	/** Opaque; null on the last page. */
	nextCursor: string | null;
}

/** A problem is a sentence. */
export type ParsedTaskRef = { ref: TaskRef } | { problem: string };

/** A file as it is uploaded. */
export interface UploadFile {
	bytes: FileBytes;
	mimeType: string;
	fileName: string;
}

export interface UploadTicket {
	/** What the model is given. */
	url: string;
	/** A call that must succeed before `url` works; null where the bytes are already there. */
	put: ExternalRequest | null;
}

/** How a storage takes large files: in parts, one after another. */
export interface UploadParts {
	/** Whether a file goes in parts; else as a whole. */
	take(bytes: FileBytes): bytes is StreamedFile;
	/** Bytes of every part but the last. */
	partBytes: number;
	/**
	 * @param whole the call that would bring the file as a whole.
	 * @param number of the part, from 1.
	 */
	put(whole: ExternalRequest, number: number, bytes: Uint8Array): ExternalRequest;
	/** What the storage calls the part; null where it does not say. */
	receipt(response: HttpResponse): string | null;
	/** Makes one file of the parts. @param receipts in the order of the parts. */
	complete(whole: ExternalRequest, receipts: readonly string[]): ExternalRequest;
}

/** A model as the provider lists it. `model` is null where the provider tells no more than the ID. */
export interface ModelListing {
	id: string;
	name: string;
	/** null where the provider does not say. */
	kind: ModelKind | null;
	model: Model | null;
}

/** How the last frame of a video can be had as an image. */
export type LastFrame =
	/** It comes with the task of some models, where the request asks for it. */
	| { comes: 'withTheVideo'; from(model: Model): boolean }
	/** Another task takes it out of the video, and is billed like any other. */
	| {
			comes: 'byTask';
			model: Model;
			/** What such a task is charged at most, in US dollars: counted where the user sets a limit. */
			atMostUsd: number;
			inputs(videoUrl: string): Record<string, unknown>;
			/** @param response of the task that has ended. */
			urlIn(response: unknown): string | null;
	  };

export interface Provider extends ProviderInfo {
	/** The models that are known without asking for them. */
	readonly catalogue: readonly Model[];
	/** Milliseconds between two status calls, and before the first one, below which the provider asks us not to go. */
	readonly pace: { firstPollMs: number; minIntervalMs: number };

	/** The model as it is described when neither the catalogue nor a live schema knows it. */
	passThrough(id: string, kind: ModelKind): Model;
	/** First parts of the provider's own paths: a model of that name would be another call. */
	readonly reservedModelIds?: RegExp;
	/** How this model takes its image. `urlOrData` also takes a data URI. */
	imageBy(model: Model): 'url' | 'file' | 'urlOrData';

	/** Whether a model can take a clip at all; every model if left out. */
	takesClip?(model: Model): boolean;

	create(request: VideoRequest): ProviderCall;
	parseCreate(response: HttpResponse, request: VideoRequest): Submission;

	/** The task that a user names: by its ID, the address of its result, or a response that shows it. */
	parseTaskRef(text: string): ParsedTaskRef;
	/** What two IDs of one task have in common; left out where a task has but one. */
	taskKey?(taskId: string): string;
	retrieve(task: TaskRef): ProviderCall;
	parseStatus(response: HttpResponse, task: TaskRef): StatusResponse;

	/**
	 * Where the first video's bytes are, the best place first: an address (http, https, or a
	 * `data:` URI) without the key, or a call with it. Empty while there is no video.
	 */
	video(task: VideoTask): readonly HttpCall[];

	upload?: {
		/** An image, or a clip. */
		call(file: UploadFile): ProviderCall;
		parse(response: HttpResponse, file: UploadFile): Decoded<UploadTicket>;
		parts?: UploadParts;
		/** Bytes up to which an image goes along as a data URI if it cannot be uploaded; 0 if left out. */
		dataUriUpToBytes?: number;
	};
	/** The account's tasks. */
	list?: {
		/**
		 * @param models for providers that list tasks by model: the IDs of the models that are wanted, or
		 * prefixes that end in `*`. Empty or left out: all.
		 */
		call(cursor: string | null, models?: readonly string[]): ProviderCall;
		parse(response: HttpResponse, cursor: string | null): Decoded<TaskPage>;
		/** A task is listed when it has ended, and not before. */
		showsOnlyEnded?: true;
		/** Asked for these models, it has tasks of them alone, though it may call them by another name. */
		holdsOnly?(models: readonly string[]): boolean;
	};
	cancel?: {
		call(task: TaskRef): ProviderCall;
		parse(response: HttpResponse): Decoded<true>;
		/** The same call removes the video of a task that has ended, so the task is asked for first. */
		removesEnded?: true;
		/**
		 * Why a task that runs is better left alone, where that can be told from the task itself. Goes on
		 * where `The task continues, because …` ends; null where it may be cancelled.
		 */
		reasonAgainst?(task: VideoTask): string | null;
	};
	/** The models on offer. */
	models?: {
		/** @param kind of the models that are wanted, for providers that list them by kind. */
		call(kind?: ModelKind, cursor?: string | null): ProviderCall;
		parse(response: HttpResponse): Decoded<ModelListing[]>;
		/** For lists of several pages: null on the last one. */
		nextCursor?(response: HttpResponse): string | null;
	};
	/** One model's live description, where it does not come with the list. */
	modelSchema?: {
		call(id: string): ProviderCall;
		parse(response: HttpResponse, id: string): Decoded<Model>;
	};
	/**
	 * What a request will cost, by the provider's own word. The call carries exactly the inputs of the
	 * submit: with fewer, providers answer with the least that a video may cost.
	 */
	price?: {
		/** null where the price of this request cannot be asked for. */
		call(request: VideoRequest): ProviderCall | null;
		/** null where the response is understood, and says no price of exactly this request. */
		parse(response: HttpResponse, request: VideoRequest): Decoded<Money | null>;
	};
	/** What tasks were charged, where their status does not say it. */
	bill?: {
		/** Tasks in one call. */
		maxTasks: number;
		/** Whether there is something to ask of this task that has ended; true for each if left out. */
		knows?(task: VideoTask): boolean;
		call(tasks: readonly VideoTask[]): ProviderCall;
		/** By task ID. What is only reserved, or not there yet, is left out. */
		parse(response: HttpResponse, tasks: readonly VideoTask[]): Decoded<ReadonlyMap<string, Money>>;
	};
	/** What is left in the account. */
	balance?: {
		call(): ProviderCall;
		parse(response: HttpResponse): Decoded<Money>;
	};
	/** The last frame of a video; left out where there is no way. */
	lastFrame?: LastFrame;
	/** Whether `callbackUrl` means anything for this model. */
	takesCallback(model: Model): boolean;
	/** How its callbacks are checked; where it is left out, nothing can be resumed by one. */
	callback?: TaskCallback;
}
