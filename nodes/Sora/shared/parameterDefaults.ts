/** What a parameter counts as where nothing is set. The panels show the same. */

export const DEFAULT_DURATION_SECONDS = 4;

/** A text has no shape of its own, so its default suits a phone; an image or a clip has one. */
export const DEFAULT_ASPECT_RATIO = { text: '9:16', image: 'auto', video: 'auto' } as const;

export const DEFAULT_RESOLUTION = '720p';

export const DEFAULT_BINARY_FIELD = 'data';

export const DEFAULT_LAST_FRAME_FIELD = 'lastFrame';

export const DEFAULT_OUTPUT_FIELD = 'data';

/** The binary field of the last frame, where it is asked for. */
export const LAST_FRAME_FIELD = 'lastFrame';

export const DEFAULT_WAIT_TIMEOUT_SECONDS = 900;

/** Tasks of one run in flight at the provider. */
export const DEFAULT_MAX_CONCURRENT = 20;
