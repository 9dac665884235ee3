/** Every place that has the bytes of a paid video, and every file that is whole. */

import type { Provider } from '../../nodes/Sora/providers/provider';
import { file, responseOf, SMALL_MP4 } from './fakeFile';
import { fakeRequest } from './fakeProvider';
import { FakeServer } from './fakeServer';
import { at, KEYED, twoPlaces, fetchFrom, warningsOf } from './download/places';
import { waiting } from './terms';

describe('a redirect to a path', () => {
	const movingTo = (location: string): FakeServer['files'] => {
		return (url) =>
			url === KEYED ? { response: responseOf(302, { location }, []) } : file(SMALL_MP4);
	};
	const keyedOnly: Provider = { ...twoPlaces, video: (task) => twoPlaces.video(task).slice(1) };

	it.each([
		['/v1/files/a.mp4', '/files/a.mp4'],
		['/files/a.mp4', 'https://api.example/files/a.mp4'],
		['https://cdn.example/a.mp4', 'https://cdn.example/a.mp4'],
	])('%s asks %s', async (location, asked) => {
		const { outcome, downloads } = await fetchFrom(movingTo(location), keyedOnly);
		expect(warningsOf(outcome)).toEqual([]);
		expect(downloads).toEqual([KEYED, asked]);
	});
});

describe('a video on the host of the provider itself', () => {
	const path = at('/files/a.mp4');

	it('is fetched there, without the key', async () => {
		const { outcome, downloads } = await fetchFrom(() => file(SMALL_MP4), path);
		expect(warningsOf(outcome)).toEqual([]);
		expect(downloads).toEqual(['https://api.example/files/a.mp4']);
	});

	it('gets the key below the base URL only, and only where it is asked for', async () => {
		const locked = (url: string) =>
			url.startsWith('/') ? file(SMALL_MP4) : { response: responseOf(401, {}, []) };
		const below = await fetchFrom(locked, at('/v1/files/a.mp4'));
		expect(below.downloads).toEqual(['https://api.example/v1/files/a.mp4', '/files/a.mp4']);
		const beside = await fetchFrom(locked, path);
		expect(new Set(beside.downloads)).toEqual(new Set(['https://api.example/files/a.mp4']));
	});
});

describe('a submit that is redirected', () => {
	it.each([301, 302, 307, 308])('by %i is refused, and names the new address', async (status) => {
		const server = new FakeServer();
		server.fail('submit', { status, headers: { location: 'https://new.example/v1/tasks?x=1' } });
		const [outcome] = await server.run([fakeRequest('waves')]);
		expect(outcome).toMatchObject({ kind: 'failed', failed: { submitted: false, taskId: null } });
		expect(JSON.stringify(outcome)).toContain('https://new.example/v1/tasks.');
		expect(server.count('submit')).toBe(1);
	});

	it('by 303 may have been carried out', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 303, headers: { location: '/tasks/9' } });
		const [outcome] = await server.run([fakeRequest('waves')]);
		expect(outcome).toMatchObject({ kind: 'failed', failed: { submitted: true } });
	});
});

describe('a task that somebody else has submitted', () => {
	const ask = async (server: FakeServer) => {
		const startedAt = server.clock.now();
		const job = { kind: 'get', terms: waiting, task: { id: 'task-9' } } as const;
		const [outcome] = await server.clock.run(server.startJobs([job]));
		return { outcome, tookMs: server.clock.now() - startedAt };
	};

	it('is said at once to be at another address', async () => {
		const server = new FakeServer();
		server.fail('status', { status: 308, headers: { location: 'https://new.example/' } }, Infinity);
		const { outcome, tookMs } = await ask(server);
		expect(JSON.stringify(outcome)).toContain('https://new.example/');
		expect(tookMs).toBeLessThan(5_000);
	});

	it('is not waited for where no server can be reached', async () => {
		const server = new FakeServer();
		const network = { sent: false, code: 'ETIMEDOUT', message: 'No connection' };
		server.fail('status', { network }, Infinity);
		const { outcome, tookMs } = await ask(server);
		expect(outcome).toMatchObject({ kind: 'failed', failed: { taskId: 'task-9' } });
		expect(tookMs).toBeLessThan(60_000);
	});
});
