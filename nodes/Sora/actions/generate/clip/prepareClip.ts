/** From where a clip is to what the provider is given, or to the reason why it takes none. */

import type { JobClip } from '../../../engine/job';
import type { Http } from '../../../engine/ports';
import { isDataUri } from '../../../media/image/dataUri';
import type { ClipFacts } from '../../../media/video/clipFacts';
import { clipProblem, clipWarnings } from '../../../models/clip/problem';
import type { Model } from '../../../models/model';
import { modelsFor } from '../../../providers/findModel';
import type { Provider } from '../../../providers/provider';
import { isHttpUrl, orList } from '../../../shared/readValue';
import { isOutOfReach } from '../../../transport/privateAddress';
import type { ClipLocation } from '../../parameters/clipParameters';
import { shownUrl } from '../fetchImage';
import type { ClipFiles } from './readClip';
import type { RemoteClips } from './remoteClips';

export interface ClipPreparation {
	provider: Provider;
	clipFiles: ClipFiles;
	remoteClips: Pick<RemoteClips, 'facts'>;
	http: Pick<Http, 'keyedPathOf'>;
	providerBaseUrl: string;
}

export type PreparedClips = { clips: JobClip[]; warnings: string[] } | { problem: string };

/** Before anything is uploaded or paid. */
export async function prepareClips(
	preparation: ClipPreparation,
	itemIndex: number,
	model: Model,
	location: ClipLocation,
): Promise<PreparedClips> {
	const { provider, clipFiles } = preparation;
	const unable = modelProblem(provider, model);
	if (unable !== null) return { problem: unable };
	if (location.kind === 'addresses') {
		return await prepareAddresses(preparation, model, location.addresses);
	}
	if (!provider.clips.from.includes('file')) return { problem: noFiles(provider) };
	const read = await clipFiles.read(itemIndex, location.field);
	return 'problem' in read ? read : checked(provider, model, read.file, read.facts);
}

function checked(provider: Provider, model: Model, clip: JobClip, facts: ClipFacts): PreparedClips {
	const problem = clipProblem(model, facts, provider.clips.maxBytes);
	if (problem !== null) return { problem };
	return { clips: [clip], warnings: clipWarnings(model, facts) };
}

/** Two of the provider's models that take clips. */
function modelProblem(provider: Provider, model: Model): string | null {
	const { name, displayName, takesClip } = provider;
	// A provider ignores a field that its model does not have, and bills the video without it.
	const hasNoField = model.knowledge === 'schema' && model.inputs.video === undefined;
	if (!hasNoField && (takesClip === undefined || takesClip(model))) return null;
	const others = modelsFor(name, 'video').slice(0, 2);
	return `${displayName} has no way to give ${model.name} a video: choose ${orList(others.map(({ id }) => id))}`;
}

function noFiles({ displayName, clips }: Provider): string {
	const instead = clips.from.includes('task')
		? 'the ID of one of its tasks, or the URL of a video'
		: 'the URL of a video that it can fetch';
	return `${displayName} takes no video files: set Video Source to URL, and enter ${instead}. Public URL (Hours) in the options of the node that made the video gives it such a URL`;
}

async function prepareAddresses(
	preparation: ClipPreparation,
	model: Model,
	addresses: readonly string[],
): Promise<PreparedClips> {
	const most = model.inputs.video?.as === 'list' ? (model.clip?.maxClips ?? Infinity) : 1;
	if (addresses.length > most) {
		const taken = most === 1 ? 'one video' : `up to ${most} videos`;
		return { problem: `${model.name} takes ${taken}, not ${addresses.length}` };
	}
	const clips: JobClip[] = [];
	const warnings: string[] = [];
	for (const address of addresses) {
		const clip = clipAt(preparation, address);
		if ('problem' in clip) return clip;
		if (clip.kind === 'url') {
			const facts = await preparation.remoteClips.facts(clip.url, model.clip ?? {});
			const problem = clipProblem(model, facts, Infinity);
			if (problem !== null) return { problem };
			warnings.push(...clipWarnings(model, facts));
		}
		clips.push(clip);
	}
	return { clips, warnings };
}

function outOfReach({ displayName, clips }: Provider, address: string): string {
	const instead = clips.from.includes('file')
		? 'download it with an HTTP Request node, and set Video Source to Binary Field'
		: 'enter the URL of a video that is public';
	return `${displayName} can't fetch ${shownUrl(address)}, which only machines in its network can reach: ${instead}`;
}

/** An address below the provider's own base URL names a task, since only the key opens it. */
function clipAt(
	{ provider, http, providerBaseUrl }: ClipPreparation,
	address: string,
): JobClip | { problem: string } {
	const { displayName, clips } = provider;
	if (isDataUri(address)) {
		return { problem: 'The video URL is a data URL: set Video Source to Binary Field instead' };
	}
	const isOpen = isHttpUrl(address) && http.keyedPathOf(address) === null;
	if (clips.from.includes('task') && !isOpen) {
		const parsed = provider.parseTaskRef(address);
		return 'problem' in parsed ? parsed : { kind: 'task', id: parsed.ref.id };
	}
	if (!isHttpUrl(address)) {
		return { problem: `The video URL must be an http or https URL, not ${shownUrl(address)}` };
	}
	if (clips.from.includes('address')) {
		const isFetched = !isOutOfReach(address, providerBaseUrl);
		return isFetched ? { kind: 'url', url: address } : { problem: outOfReach(provider, address) };
	}
	return {
		problem: `${displayName} hosts fetch no videos: download ${shownUrl(address)} with an HTTP Request node and set Video Source to Binary Field, or enter the ID of a task of the host`,
	};
}
