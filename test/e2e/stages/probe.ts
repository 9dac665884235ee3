/** What ffprobe, which knows nothing of us, says of a video. */

import { spawnSync } from 'node:child_process';

export interface Probed {
	videoCodec: string | undefined;
	audioCodec: string | undefined;
	width: number;
	height: number;
	seconds: number;
}

interface ProbeReport {
	streams: Array<{ codec_type: string; codec_name: string; width?: number; height?: number }>;
	format: { duration: string };
}

/** @throws Error when it cannot be read to its last frame */
export function probe(bytes: Buffer): Probed {
	const report = run('ffprobe', bytes, [
		...['-of', 'json', '-show_streams', '-show_format', '-i', 'pipe:0'],
	]);
	// Headers alone would also be found in half a video: decode it all.
	run('ffmpeg', bytes, ['-xerror', '-i', 'pipe:0', '-f', 'null', '-']);
	const { streams, format } = JSON.parse(report) as ProbeReport;
	const video = streams.find(({ codec_type }) => codec_type === 'video');
	const audio = streams.find(({ codec_type }) => codec_type === 'audio');
	return {
		videoCodec: video?.codec_name,
		audioCodec: audio?.codec_name,
		width: video?.width ?? 0,
		height: video?.height ?? 0,
		seconds: Number(format.duration),
	};
}

function run(program: string, input: Buffer, args: readonly string[]): string {
	const { status, stdout, stderr, error } = spawnSync(program, ['-v', 'error', ...args], {
		input,
		encoding: 'utf8',
	});
	if (error) throw new Error(`${program} does not run: ${error.message}`);
	if (status !== 0) throw new Error(`${program}: ${stderr}`);
	return stdout;
}
