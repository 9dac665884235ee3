import { readFileSync } from 'node:fs';
import { mp4Seconds } from './mp4';
import { mediaPath } from './simulator/files/media';

const VIDEO = readFileSync(mediaPath('portrait.mp4'));

describe('the length of a video', () => {
	it('is read from its movie header', () => {
		expect(mp4Seconds(VIDEO)).toBeCloseTo(4, 0);
	});

	it.each([
		['cut off in the middle', VIDEO.subarray(0, VIDEO.length / 2)],
		['empty', Buffer.alloc(0)],
		['an error page', Buffer.from('<html><body>502 Bad Gateway</body></html>')],
		['a picture', readFileSync(mediaPath('photo.jpg'))],
	])('is unknown where the file is %s', (_what, bytes) => {
		expect(mp4Seconds(bytes)).toBeNull();
	});
});
