/** What a model takes as its clip, as data. */

/** Those whose videos say so themselves. */
export type ClipMaker = 'Google' | 'ByteDance' | 'Kuaishou' | 'OpenAI' | 'Alibaba' | 'MiniMax';

export interface ClipRules {
	/** Seconds. */
	minSeconds?: number;
	/** Seconds. */
	maxSeconds?: number;
	/** Of a longer clip only so many seconds are used, without an error. */
	usesSeconds?: number;
	/** `start`: the first of these seconds. `end`: the last. Left out: the end. */
	usesThe?: 'start' | 'end';
	maxBytes?: number;
	/** The model takes only videos of this maker's own models. */
	maker?: ClipMaker;
	/** The short side in pixels. */
	lines?: readonly number[];
	aspectRatios?: ReadonlyArray<`${number}:${number}`>;
	/** The most clips that it takes, where it takes several. */
	maxClips?: number;
}
