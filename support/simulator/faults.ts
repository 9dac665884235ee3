/** Everything that can go wrong on the way, as one table, and the rules that make it happen. */

import type { ProviderName } from '../../nodes/Sora/models/model';
import { html, json, nothing, text, type Reply, xmlError } from './server/reply';
import type { RecordedRequest } from './records';

export type FaultPoint =
	| 'submit'
	| 'status'
	| 'upload'
	| 'download'
	| 'list'
	| 'models'
	| 'cancel'
	| 'price'
	| 'bills'
	| 'balance';

export interface FaultRule {
	/** Default: all. For a file, the provider whose task or upload it is. */
	provider?: ProviderName;
	on: FaultPoint;
	fault: FaultName;
	/** How often; `Infinity` for ever. */
	times: number;
	/** So many requests that match pass first. */
	after?: number;
	/** The request is complete but for `fault` and `status`. */
	match?: (request: RecordedRequest) => boolean;
	/** `status429` and the two 503: seconds until we may come back. 429 says nothing unless it is set; default for 503: 1. */
	retryAfterSeconds?: number;
	/** `expiredUrl`: 403 (default), 404 or 410. */
	status?: 403 | 404 | 410;
	/** `slowDrip`: milliseconds from byte to byte (20). */
	intervalMs?: number;
	/** `answer`: this instead of the real answer; nothing is carried out. */
	response?: { status: number; body: unknown; headers?: Record<string, string> };
}

/** A provider's own words for what every provider says. */
export interface Refusals {
	unauthorized: Reply;
	quota: Reply;
	tooManyRequests: Reply;
}

/** What a fault may look at. */
export interface FaultScene {
	refusals: Refusals;
	now: number;
	/** Makes the address that was asked for invalid, until its task is read again. */
	expireAddress: () => void;
}

/** `instead`: the request is not carried out, nothing is billed. `after`: it is, a submit is billed, and the answer suffers. */
type Fault =
	| { when: 'instead'; reply: (rule: FaultRule, scene: FaultScene) => Reply }
	| { when: 'after'; reply: (rule: FaultRule, real: Reply) => Reply };

function retryAfter(reply: Reply, value: string | null): Reply {
	return value === null ? reply : { ...reply, headers: { ...reply.headers, 'retry-after': value } };
}

function unavailable(): Reply {
	return html(503, 'Service Unavailable');
}

export const FAULTS = {
	status502: { when: 'instead', reply: () => html(502, '502 Bad Gateway') },
	status503RetryAfterSeconds: {
		when: 'instead',
		reply: (rule) => retryAfter(unavailable(), String(rule.retryAfterSeconds ?? 1)),
	},
	status503RetryAfterDate: {
		when: 'instead',
		reply: (rule, { now }) =>
			retryAfter(
				unavailable(),
				new Date(Math.ceil(now / 1000 + (rule.retryAfterSeconds ?? 1)) * 1000).toUTCString(),
			),
	},
	status429: {
		when: 'instead',
		reply: ({ retryAfterSeconds }, { refusals }) =>
			retryAfter(refusals.tooManyRequests, retryAfterSeconds?.toString() ?? null),
	},
	status401: { when: 'instead', reply: (_, { refusals }) => refusals.unauthorized },
	quota: { when: 'instead', reply: (_, { refusals }) => refusals.quota },
	response: {
		when: 'instead',
		reply: ({ response = { status: 500, body: '' } }) =>
			typeof response.body === 'string'
				? text(response.status, response.body)
				: json(response.status, response.body, response.headers),
	},
	resetBeforeRead: {
		when: 'instead',
		reply: () => ({ ...nothing(500), delivery: { kind: 'reset' } }),
	},
	expiredUrl: {
		when: 'instead',
		reply: (rule, scene) => {
			scene.expireAddress();
			return xmlError(rule.status ?? 403, 'AccessDenied', 'Request has expired');
		},
	},
	resetAfterRead: {
		when: 'after',
		reply: (_, real) => ({ ...real, delivery: { kind: 'reset' } }),
	},
	/** The gateway gave up; the server behind it did not. */
	status504: { when: 'after', reply: () => html(504, '504 Gateway Time-out') },
	hang: { when: 'after', reply: (_, real) => ({ ...real, delivery: { kind: 'hang' } }) },
	htmlOk: { when: 'after', reply: () => html(200, 'Please wait') },
	brokenJson: {
		when: 'after',
		reply: () => ({
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: Buffer.from('{"code":200,"message":"succ'),
		}),
	},
	emptyBody: {
		when: 'after',
		reply: () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }),
	},
	wrongContentType: {
		when: 'after',
		reply: (_, real) => ({
			...real,
			headers: { ...real.headers, 'content-type': 'text/plain; charset=utf-8' },
		}),
	},
	falseGzip: {
		when: 'after',
		reply: (_, real) => ({ ...real, headers: { ...real.headers, 'content-encoding': 'gzip' } }),
	},
	slowDrip: {
		when: 'after',
		reply: (rule, real) => ({
			...real,
			delivery: { kind: 'drip', intervalMs: rule.intervalMs ?? 20 },
		}),
	},
	stall: { when: 'after', reply: (_, real) => ({ ...real, delivery: { kind: 'stall' } }) },
	truncated: { when: 'after', reply: (_, real) => ({ ...real, delivery: { kind: 'truncate' } }) },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Whether a submit that meets this fault is billed all the same. */
export function billsSubmit(fault: FaultName): boolean {
	return FAULTS[fault].when === 'after';
}

export interface ActiveFault {
	rule: Readonly<FaultRule>;
	/** How often it has struck. */
	readonly struck: number;
	remove(): void;
}

export class FaultBoard {
	private readonly active: Array<{ rule: FaultRule; passed: number; struck: number }> = [];

	add(rule: FaultRule): ActiveFault {
		const entry = { rule, passed: 0, struck: 0 };
		this.active.push(entry);
		return {
			rule,
			get struck() {
				return entry.struck;
			},
			remove: () => {
				const index = this.active.indexOf(entry);
				if (index >= 0) this.active.splice(index, 1);
			},
		};
	}

	clear(): void {
		this.active.length = 0;
	}

	/**
	 * The first rule that strikes this request; it counts as used.
	 * @param bodyRead false: only rules that cut the connection before the body is read.
	 */
	strike(request: RecordedRequest, bodyRead: boolean): FaultRule | null {
		for (const entry of this.active) {
			const { rule } = entry;
			const beforeBody = rule.fault === 'resetBeforeRead' && rule.match === undefined;
			if (beforeBody === bodyRead) continue;
			if (rule.on !== request.kind || entry.struck >= rule.times) continue;
			if (rule.provider !== undefined && rule.provider !== request.provider) continue;
			if (rule.match !== undefined && !rule.match(request)) continue;
			if (entry.passed < (rule.after ?? 0)) {
				entry.passed++;
				continue;
			}
			entry.struck++;
			return rule;
		}
		return null;
	}
}

export function faultNamed(name: FaultName): Fault {
	return FAULTS[name];
}
