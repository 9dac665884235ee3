/** In what the servers differ that speak the Videos API. */

import { json, type Reply } from '../server/reply';

/** What is known of a task when it is written down. */
export interface VideoFacts {
	id: string;
	model: string;
	/** The server's word for where the task stands. */
	status: string;
	phase: 'queued' | 'running' | 'completed' | 'failed';
	progress: number;
	/** Unix seconds. */
	created: number;
	completed: number | null;
	seconds: string;
	size: string;
	prompt: string | null;
	failure: { code: string | number; message: string } | null;
	/** An address without a key; null until it is there. */
	url: string | null;
	/** The bytes; null until they are there. */
	base64: string | null;
}

export interface HostManner {
	/** As it is called in docs/reference.md. */
	name: string;
	/** The bodies of a create that it reads; any other gets `unreadable`. */
	reads: ReadonlyArray<'multipart' | 'json'>;
	unreadable: Reply;
	/** In JSON; a form knows text only. */
	seconds: 'string' | 'integer' | 'either';
	wrongSeconds?: Reply;
	/** What becomes of an image. */
	image: 'taken' | 'ignored';
	newId: (seed: string) => string;
	/** Where a task is called otherwise than in the answer to its create. */
	laterId?: (id: string) => string;
	words: Readonly<Record<VideoFacts['phase'], string>>;
	object: (facts: VideoFacts) => object;
	unknownTask: Reply;
	unauthorized?: Reply;
	/** A failed task is answered with this HTTP status instead of 200. */
	failedStatus?: (facts: VideoFacts) => number;
	/** `none`: nothing can be asked for after the create, which brings the video itself. */
	content: 'file' | 'redirect' | 'none';
	contentNotReady: (facts: VideoFacts) => Reply;
	contentOfFailed: Reply;
	/** Instead of MP4. */
	videoType?: 'video/avi';
	/** `ends`: it stops the render. `removes`: the task is gone, and the render goes on. null: no such route. */
	cancel: null | { what: 'ends' | 'removes'; reply: (facts: VideoFacts) => Reply };
	/** `marks`: it says whether there is more, and what is last. `of`: the header that it needs, and the value that finds something. null: no such route. */
	list: null | { marks: boolean; largestPage: number; of?: { header: string; value: string } };
	/** The answer to another create while a task renders. */
	busy?: Reply;
	/** Headers of a task that is not done. */
	unfinishedHeaders?: Readonly<Record<string, string>>;
	/** What it answers where it has no such route. */
	noRoute: (method: string, path: string) => Reply;
}

/** FastAPI: SGLang Diffusion, FastVideo; also aiproxy. */
export function detail(status: number, message: string): Reply {
	return json(status, { detail: message });
}

/** OpenAI's shape. */
export function openAiShape(
	status: number,
	message: string,
	type: string,
	code: string | number | null = null,
	headers: Record<string, string> = {},
): Reply {
	return json(status, { error: { message, type, param: null, code } }, headers);
}

export const FASTAPI_NO_ROUTE = (method: string): Reply =>
	method === 'DELETE' ? detail(405, 'Method Not Allowed') : detail(404, 'Not Found');

/** OpenAI's own object, which most servers have taken over. */
export function openAiObject(facts: VideoFacts) {
	return {
		id: facts.id,
		object: 'video',
		model: facts.model,
		status: facts.status,
		progress: facts.progress,
		created_at: facts.created,
		completed_at: facts.completed,
		expires_at: null,
		prompt: facts.prompt,
		size: facts.size,
		seconds: facts.seconds,
		quality: 'standard',
		error: facts.failure,
	};
}

export const OPENAI_WORDS = {
	queued: 'queued',
	running: 'in_progress',
	completed: 'completed',
	failed: 'failed',
} as const;
