import fc from 'fast-check';
import { videoFileName, videoTypeOf } from '../../../nodes/Sora/media/video/fileName';
import { bytesOf, fixture } from '../fixture';

const MP4 = 'video/mp4';
const nameFrom = (
	sources: { headerName?: string | null; url?: string | null },
	taskId = 'task_1',
) => videoFileName({ ...sources, taskId, mimeType: MP4 });

describe('videoFileName', () => {
	it.each([
		['attachment; filename="sunset over Rome.mp4"', 'sunset over Rome.mp4'],
		['attachment; filename=sunset.mp4', 'sunset.mp4'],
		['inline; filename=sunset.mp4; size=12', 'sunset.mp4'],
		['attachment; filename="plain.mp4"; filename*=UTF-8\'\'S%C3%BC%C3%9Fe.mp4', 'Süße.mp4'],
		["attachment; filename*=ISO-8859-1'de'S%FC%DFe.mp4", 'Süße.mp4'],
		['attachment; filename="a \\"quoted\\" name.mp4"', 'a _quoted_ name.mp4'],
		['sunset.mp4', 'sunset.mp4'],
	])('takes the name in the header: %s', (headerName, name) => {
		expect(nameFrom({ headerName, url: 'https://cdn.test/other.mp4' })).toBe(name);
	});

	it.each([
		['https://cdn.test/renders/cat-on-a-roof.mp4?sig=abc', 'cat-on-a-roof.mp4'],
		['https://cdn.test/renders/S%C3%BC%C3%9Fe.MP4', 'Süße.mp4'],
		['https://cdn.test/clip.final.mp4', 'clip.final.mp4'],
	])('else the one in the address: %s', (url, name) => {
		expect(nameFrom({ headerName: 'attachment', url })).toBe(name);
	});

	it.each([
		[null, 'https://api.test/v1/videos/task_1/content'],
		[null, 'https://cdn.test/outputs/1.mp4'],
		['attachment; filename="video.mp4"', 'https://cdn.test/output.mp4'],
		['attachment; filename=""', null],
		['attachment; filename="..."', 'not an address'],
		["attachment; filename*=UTF-8''%E0%A4%A.mp4", null],
		[null, 'data:video/mp4;base64,cat.mp4'],
	])('else the task’s ID, also where names could be anything’s: %s, %s', (headerName, url) => {
		expect(nameFrom({ headerName, url })).toBe('task_1.mp4');
	});

	it('takes any task ID, and does without', () => {
		expect(nameFrom({}, '12')).toBe('12.mp4');
		expect(nameFrom({}, '../../etc/passwd')).toBe('_.._etc_passwd.mp4');
		expect(nameFrom({}, ' . ')).toBe('video.mp4');
	});

	it.each([
		['video/mp4', 'clip.mp4'],
		['video/quicktime', 'clip.mov'],
		['video/webm', 'clip.webm'],
		['video/x-matroska', 'clip.mkv'],
		['video/x-new', 'clip.new'],
		['video/vnd.something-long', 'clip.mp4'],
	])('ends in the extension of %s', (mimeType, name) => {
		expect(videoFileName({ headerName: 'clip.avi', taskId: 't', mimeType })).toBe(name);
	});

	it.each([
		['../../etc/cron.d/clip.mp4', 'clip.mp4'],
		['C:\\Windows\\clip.mp4', 'clip.mp4'],
		['.htaccess', 'htaccess.mp4'],
		['con.mp4', '_con.mp4'],
		['LPT1.old.mp4', '_LPT1.old.mp4'],
		['a\u0000b\r\nc\u202egpj.mp4', 'abcgpj.mp4'],
		['what?*<>|:.mp4', 'what______.mp4'],
		['clip.mp4.mp4', 'clip.mp4'],
		['clip .mp4 ', 'clip.mp4'],
	])('makes %j safe', (name, safe) => {
		expect(nameFrom({ headerName: `attachment; filename="${name.replace(/\\/g, '\\\\')}"` })).toBe(
			safe,
		);
	});

	it('is never longer than file systems take', () => {
		expect(nameFrom({ headerName: `${'a'.repeat(500)}.mp4` })).toBe(`${'a'.repeat(116)}.mp4`);
		const wide = nameFrom({ headerName: `${'文'.repeat(500)}.mp4` });
		expect(wide).toBe(`${'文'.repeat(78)}.mp4`);
		expect(nameFrom({ headerName: `${'😀'.repeat(500)}.mp4` })).toMatch(/^(😀)+\.mp4$/u);
	});

	it('cannot be made to leave its folder or hide, by any header, address or ID', () => {
		const nasty = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 200 }),
			fc.string({
				unit: fc.constantFrom(
					'.',
					'/',
					'\\',
					'%2f',
					'%5c',
					'"',
					';',
					"'",
					' ',
					'a',
					'\0',
					'\ud800',
				),
			}),
		);
		const encoded = fc.string({ unit: 'binary' }).map(encodeURIComponent);
		const header = fc.oneof(
			nasty,
			nasty.map((name) => `attachment; filename="${name}"`),
			encoded.map((name) => `attachment; filename*=UTF-8''${name}`),
		);
		const url = nasty.map((name) => `https://cdn.test/${name}.mp4`);
		fc.assert(
			fc.property(header, url, nasty, (headerName, address, taskId) => {
				const name = videoFileName({ headerName, url: address, taskId, mimeType: MP4 });
				expect(name).toMatch(/^[^./\\\s][^/\\<>:"|?*\p{C}]*\.mp4$/u);
				expect(name.length).toBeLessThanOrEqual(120);
				expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
				expect(nameFrom({ headerName: name }, 'other')).toMatch(/\.mp4$/);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('videoTypeOf', () => {
	it.each([
		['video.mp4', 'video/mp4', 'mp4'],
		['video-fragmented.mp4', 'video/mp4', 'mp4'],
		['video.mov', 'video/quicktime', 'mov'],
		['video.webm', 'video/webm', 'webm'],
		['video.mkv', 'video/x-matroska', 'mkv'],
		['video.avi', 'video/x-msvideo', 'avi'],
	])('believes the bytes of %s, whatever is declared', (name, mimeType, extension) => {
		const bytes = fixture(name);
		for (const declared of [
			null,
			undefined,
			'application/octet-stream',
			'text/html',
			'video/ogg',
		]) {
			expect(videoTypeOf(bytes, declared)).toEqual({ mimeType, extension });
		}
	});

	const unknown = Uint8Array.of(0, 0, 1, 0xba, 0x44, 0, 4, 0, 4, 1);

	it.each([
		['video/mpeg', 'video/mpeg', 'mpg'],
		['video/MP2T; charset=binary', 'video/mp2t', 'ts'],
		['video/x-flv', 'video/x-flv', 'flv'],
	])('believes %s about bytes that it does not know', (declared, mimeType, extension) => {
		expect(videoTypeOf(unknown, declared)).toEqual({ mimeType, extension });
	});

	it.each(['application/octet-stream', 'text/html', 'video/', 'video/../x', '', null])(
		'does not take unknown bytes for a video on the word of %j',
		(declared) => expect(videoTypeOf(unknown, declared)).toBeNull(),
	);

	it.each([
		['a web page', bytesOf('<!DOCTYPE html><title>502 Bad Gateway</title>')],
		['JSON', bytesOf('{"error":{"message":"not found"}}')],
		['XML', bytesOf('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
		['a picture', fixture('rgb.png')],
		['nothing', new Uint8Array(0)],
	])('does not take %s for a video, even where one is declared', (_what, bytes) => {
		expect(videoTypeOf(bytes, 'video/mp4')).toBeNull();
	});

	it('believes the header while there are only a few bytes', () => {
		expect(videoTypeOf(fixture('video.mp4').subarray(0, 4), 'video/mp4')).toEqual({
			mimeType: 'video/mp4',
			extension: 'mp4',
		});
	});
});
