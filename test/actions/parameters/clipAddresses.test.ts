import { readClipParameters } from '../../../nodes/Sora/actions/parameters/clipParameters';
import { parameterReader } from '../../../nodes/Sora/shared/parameterReader';

const A = 'https://a.example/1.mp4';
const B = 'https://a.example/2.mp4?a=1,2';

/** The addresses, or what is wrong with them. */
function read(videoUrl: unknown): unknown {
	const values: Record<string, unknown> = { videoSource: 'url', videoUrl };
	const problems: string[] = [];
	const reader = parameterReader((name) => values[name], problems);
	const clip = readClipParameters({ read: reader, problems });
	if (problems.length > 0) return problems.join();
	return clip.kind === 'addresses' ? clip.addresses : clip;
}

it.each<[unknown, unknown]>([
	[A, [A]],
	[`${A}, ${B}`, [A, B]],
	[`${A}\n${B}\n`, [A, B]],
	[
		[A, B],
		[A, B],
	],
	[JSON.stringify([A, B]), [A, B]],
	[` ${JSON.stringify([A])} `, [A]],
	['[]', 'The video URL is empty'],
	['[not a list', ['[not a list']],
	[[A, true], 'Video URL must be a URL, not a list'],
	['', 'The video URL is empty'],
	[{ id: 'video_1' }, ['{"id":"video_1"}']],
])('reads %j', (value, expected) => {
	expect(read(value)).toEqual(expected);
});
