/**
 * Names under which executions keep their state, in n8n's database and in suspended executions. They
 * are the same since 0.1.0, also where the code has better words by now: under another name, the
 * tasks of an execution that began before an update would be lost, or paid for again.
 */

/** In the node's context: the ledger. */
export const LEDGER_FIELD = 'soraTasks';

/** In the node's context: executions whose records a retry could not read. */
export const UNREAD_FIELD = 'soraUnread';

/** In the node's context: the suspension. */
export const SUSPENSION_FIELD = 'soraSuspension';

/** In the suspension: when the execution was suspended, Unix milliseconds. */
export const SUSPENDED_AT_FIELD = 'parkedAt';

/** On the first item that a suspended node starts again with: the resume signal. */
export const RESUME_SIGNAL_FIELD = 'soraWaking';
