import { readAspectRatio, readResolution } from '../../nodes/Sora/models/askedFrame';

const LIST = 'must be Auto or a ratio such as 16:9, 9:16, 1:1, 4:3, 3:4 or 21:9';

describe('an aspect ratio', () => {
	it.each([
		['16:9', '16:9'],
		[' 9:16 ', '9:16'],
		['9 : 16', '9:16'],
		['16/9', '16:9'],
		['16x9', '16:9'],
		['16×9', '16:9'],
		['32:18', '16:9'],
		['16:09', '16:9'],
		['16:09:00', '16:9'],
		['09:16', '9:16'],
		['1920x1080', '16:9'],
		['1080 X 1920', '9:16'],
		['720*1280', '9:16'],
		['1792x1024', '16:9'],
		['848x480', '16:9'],
		['1024x1024', '1:1'],
		['Landscape (16:9)', '16:9'],
		['4:5', '4:5'],
		['2:3', '2:3'],
		['1080x1350', '4:5'],
		['2400x1080', '20:9'],
		['18:9', '18:9'],
		['1.91:1', '1.91:1'],
		['auto', 'auto'],
		['AUTO', 'auto'],
		['vertical', '9:16'],
		['Portrait', '9:16'],
		['landscape', '16:9'],
		['horizontal', '16:9'],
		['SQUARE', '1:1'],
	])('%j is read as %s', (value, ratio) => {
		expect(readAspectRatio(value)).toMatchObject({ value: { ratio } });
	});

	it.each([
		['wide', '"wide"'],
		['16', '"16"'],
		['16:9:1', '"16:9:1"'],
		['0:9', '"0:9"'],
		['16:0', '"16:0"'],
		['-16:9', '"-16:9"'],
		['16:9 or 1:1', '"16:9 or 1:1"'],
		[0.5625, '0.5625'],
		[true, 'true'],
		[[16, 9], 'a list'],
		[{ width: 16, height: 9 }, 'an object'],
	])('%j is refused with the list', (value, name) => {
		expect(readAspectRatio(value)).toEqual({ problem: `${LIST}, not ${name}` });
	});

	it.each([[undefined], [null], ['']])('is not set by %j', (value) => {
		expect(readAspectRatio(value)).toEqual({ value: undefined });
	});

	it('keeps the frame where it is a size in pixels', () => {
		expect(readAspectRatio('1920x1080')).toEqual({
			value: { ratio: '16:9', frame: { width: 1920, height: 1080 } },
		});
		expect(readAspectRatio('16:9')).toEqual({ value: { ratio: '16:9', frame: null } });
	});
});

describe('a resolution', () => {
	it.each([
		[1080, '1080p'],
		['1080', '1080p'],
		['1080P', '1080p'],
		[' 720 p', '720p'],
		['720px', '720p'],
		['4K', '4k'],
		['4 k', '4k'],
		[2160, '4k'],
		['2160p', '4k'],
		['1920x1080', '1080p'],
		['1080*1920', '1080p'],
		['3840x2160', '4k'],
		['Full HD', '1080p'],
		['HD', '720p'],
		['2K', '2k'],
		['768p', '768p'],
		['pro', 'pro'],
		['constructor', 'constructor'],
		['Auto', 'auto'],
	])('%j is read as %s', (value, tier) => {
		expect(readResolution(value)).toEqual({ value: tier });
	});

	it.each([[true], [['720p']], [{ height: 720 }], [Number.NaN]])('%j is refused', (value) => {
		expect(readResolution(value)).toMatchObject({
			problem: expect.stringMatching(
				/^must be Auto or a tier such as 480p, 720p, 1024p, 1080p or 4k, not /,
			) as string,
		});
	});
});
