import fc from 'fast-check';
import {
	KIND_FACTS,
	imageKind,
	kindOf,
	looksLikeText,
	videoKind,
} from '../../../nodes/Sora/media/image/kind';
import { bytesOf, fixture } from '../fixture';

describe('kindOf', () => {
	it.each([
		['rgb.png', 'png'],
		['ycc-420.jpg', 'jpeg'],
		['lossy.webp', 'webp'],
		['lossless.webp', 'webp'],
		['extended.webp', 'webp'],
		['picture.gif', 'gif'],
		['picture.bmp', 'bmp'],
		['picture.tiff', 'tiff'],
		['picture.avif', 'avif'],
		['video.mp4', 'mp4'],
		['video-fragmented.mp4', 'mp4'],
		['video.mov', 'mov'],
		['video.webm', 'webm'],
		['video.mkv', 'mkv'],
		['video.avi', 'avi'],
	])('knows %s as %s from its first 64 bytes', (name, kind) => {
		expect(kindOf(fixture(name).subarray(0, 64))).toBe(kind);
	});

	it.each([
		['an iPhone photo', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'heic'],
		['an AVIF with the general brand first', '\0\0\0\x18ftypmif1\0\0\0\0avifmif1', 'avif'],
		['a film with a brand that nobody registered', '\0\0\0\x14ftypXYZ1\0\0\0\0', 'mp4'],
		['a QuickTime film from before ftyp', '\0\0\0\x08wide\0\0\x01\0mdat', 'mov'],
		['a big-endian TIFF', 'MM\0*\0\0\0\x08', 'tiff'],
		['a GIF of the first version', 'GIF87a\x01\0\x01\0', 'gif'],
	])('knows %s', (_what, head, kind) => {
		expect(kindOf(bytesOf(head))).toBe(kind);
	});

	it.each([
		['a song', '\0\0\0\x14ftypM4A \0\0\0\0'],
		['a camera raw file', '\0\0\0\x14ftypcrx \0\0\0\0'],
		['a text that begins with BM', 'BMW and other cars, a list'],
		['a text that has a box of QuickTime in its fifth letter', 'Get free credits: you have none'],
		['a RIFF sound', 'RIFF\0\0\0\0WAVEfmt '],
		['nothing', ''],
	])('knows %s as neither picture nor video', (_what, head) => {
		expect(kindOf(bytesOf(head))).toBeNull();
	});

	it('tells pictures from videos', () => {
		expect(imageKind(fixture('rgb.png'))).toBe('png');
		expect(videoKind(fixture('rgb.png'))).toBeNull();
		expect(videoKind(fixture('video.mp4'))).toBe('mp4');
		expect(imageKind(fixture('video.mp4'))).toBeNull();
	});

	it('takes any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				const kind = kindOf(bytes);
				expect(kind === null || kind in KIND_FACTS).toBe(true);
			}),
		);
	});
});

describe('looksLikeText', () => {
	it.each(['<!doctype html><p>Übergröße</p>', '{"error":"no such file"}', '\ufeffa;b\r\n1;2\t3'])(
		'knows %j',
		(text) => expect(looksLikeText(new TextEncoder().encode(text))).toBe(true),
	);

	it('is not misled by a character that the sample cuts in two', () => {
		const text = new TextEncoder().encode('a'.repeat(1023) + 'ü');
		expect(looksLikeText(text)).toBe(true);
	});

	it.each(['rgb.png', 'ycc-420.jpg', 'lossy.webp', 'picture.gif', 'video.mp4', 'video.webm'])(
		'does not take %s for text',
		(name) => expect(looksLikeText(fixture(name))).toBe(false),
	);

	it('does not take nothing for text', () => {
		expect(looksLikeText(new Uint8Array(0))).toBe(false);
	});
});
