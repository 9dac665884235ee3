/** How long a call may take where it does not say so itself. All in milliseconds. */

/** Without a byte, until the headers. */
export const USUAL_TIMEOUT_MS = 60_000;
/** Headers of an answer to a file that is being sent: slow lines take their time. */
export const UPLOAD_LIMIT_MS = 600_000;
/** Of large files; a slower line takes hours for a clip. */
export const SLOWEST_UPLOAD_BYTES_PER_MS = 200;
/** Without a byte of the body: once the headers are there the rest follows, or the connection is as good as dead. */
export const USUAL_SILENCE_MS = 20_000;
/** The whole answer, however slowly it drips. */
export const ANSWER_LIMIT_MS = 120_000;
/** Without a byte, once the time of a call is over. */
export const LAST_SILENCE_MS = 2_000;
