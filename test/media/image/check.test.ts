import fc from 'fast-check';
import { imageProblem } from '../../../nodes/Sora/media/image/check';
import type { MediaKind } from '../../../nodes/Sora/media/image/kind';
import { bytesOf, fixture } from '../fixture';
import { segment, tiff, withExif, withSegment } from '../resize/images';

const TAKEN: readonly MediaKind[] = ['png', 'jpeg', 'webp'];
const LIMIT = 1_000_000;
const problemOf = (bytes: Uint8Array, maxBytes = LIMIT) => imageProblem(bytes, TAKEN, maxBytes);

const GOOD = [
	'rgb.png',
	'rgb-interlaced.png',
	'palette.png',
	'ycc-420.jpg',
	'ycc-420-progressive-restarts.jpg',
	'ycc-422-three-scans-restarts.jpg',
	'lossy.webp',
	'lossless.webp',
	'extended.webp',
];

describe('imageProblem', () => {
	it.each(GOOD)('finds nothing wrong with %s', (name) => {
		expect(problemOf(fixture(name))).toBeNull();
	});

	it('finds nothing wrong with a kind that it cannot measure, where it is taken', () => {
		expect(imageProblem(fixture('picture.avif'), ['avif'], LIMIT)).toBeNull();
	});

	it.each([
		['picture.gif', 'a GIF image'],
		['picture.bmp', 'a BMP image'],
		['picture.tiff', 'a TIFF image'],
		['picture.avif', 'an AVIF image'],
		['video.mp4', 'an MP4 video'],
		['video.webm', 'a WebM video'],
	])('names what %s is and what is taken', (name, what) => {
		const way = what.endsWith('image') ? " Convert it with n8n's Edit Image node first." : '';
		expect(problemOf(fixture(name))).toBe(
			`The file is ${what}. Supported: PNG, JPEG and WebP.${way}`,
		);
	});

	it.each([
		['<!DOCTYPE html><title>Log in</title>', 'a web page'],
		['\n  <html lang="en">', 'a web page'],
		['{"error":"not found"}', 'JSON text'],
		['<?xml version="1.0"?><Error/>', 'an XML document'],
		['<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', 'an SVG drawing'],
		['data:image/png;base64,iVBORw0KGgo=', 'the text of a data URL'],
		[Buffer.alloc(300, 'iVBORw0KGgoAAAANSUhEUg').toString(), 'base64 text'],
		['Dear all, here is the picture.', 'a text file'],
	])('knows text for what it is: %.30s', (text, what) => {
		expect(problemOf(new TextEncoder().encode(text))).toBe(
			`The file is not an image but ${what}. Supported: PNG, JPEG and WebP.`,
		);
	});

	it.each(['rgb.png', 'ycc-420.jpg'])('recognises %s after it was read as text', (name) => {
		const asText = new TextDecoder().decode(fixture(name));
		expect(problemOf(new TextEncoder().encode(asText))).toMatch(
			/binary data that was turned into text/,
		);
	});

	it('knows a document, and what nobody knows', () => {
		expect(problemOf(bytesOf('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'))).toMatch(/a PDF document/);
		expect(problemOf(Uint8Array.of(1, 2, 3, 4))).toMatch(/^The file is not an image\. Supported: /);
		expect(problemOf(new Uint8Array(0))).toBe('The image is empty (0 bytes).');
	});

	it('names both sizes of a file that is too large', () => {
		const large = new Uint8Array(60_000_001);
		large.set(fixture('ycc-420.jpg'));
		expect(imageProblem(large, TAKEN, 20_000_000)).toBe(
			'The image is 60.1 MB. The maximum is 20 MB.',
		);
	});

	it.each(GOOD)('finds %s cut off, wherever the cut is', (name) => {
		const bytes = fixture(name);
		for (let end = 20; end < bytes.length; end += 7) {
			expect(problemOf(bytes.subarray(0, end))).toMatch(/ image is damaged: /);
		}
	});

	it('finds a changed byte in the data of a PNG file', () => {
		const damaged = fixture('rgb.png').slice();
		damaged[300] ^= 0x10;
		expect(problemOf(damaged)).toBe(
			'The PNG image is damaged: the checksum of its IDAT chunk is wrong.',
		);
	});

	it('does not take the end of a thumbnail for the end of the picture', () => {
		const thumbnail = segment(0xe2, bytesOf('thumbnail'), fixture('grey.jpg'));
		const half = withSegment(fixture('ycc-420.jpg').subarray(0, 1200), thumbnail);
		const cut = withSegment(half, segment(0xe1, bytesOf('before the thumbnail')));
		expect(problemOf(cut)).toBe('The JPEG image is damaged: it ends too early.');
	});

	it('lets a second picture or a video follow the end', () => {
		const photo = withExif(fixture('ycc-420.jpg'), tiff(6));
		const both = Buffer.concat([photo, fixture('video.mp4')]);
		expect(problemOf(both)).toBeNull();
	});

	it('never throws', () => {
		const damaged = fc
			.tuple(
				fc.constantFrom(...GOOD.map(fixture)),
				fc.nat(2500),
				fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { maxLength: 6 }),
			)
			.map(([bytes, length, changes]) => {
				const copy = bytes.slice(0, length);
				changes.forEach(([at, value]) => at < copy.length && (copy[at] = value));
				return copy;
			});
		fc.assert(
			fc.property(fc.oneof(damaged, fc.uint8Array()), (bytes) => {
				const problem = problemOf(bytes);
				expect(problem === null || problem.length > 10).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});
});
