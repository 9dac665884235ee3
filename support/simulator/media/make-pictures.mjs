// Makes the pictures from frames of the videos beside this file: sound ones of each type, one that is
// stored lying down (EXIF orientation 6), and files that only look like pictures. Needs ffmpeg; the
// results are committed, so nobody has to run it.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const at = (name) => join(folder, name);

function frame(from, name, ...options) {
	execFileSync('ffmpeg', [
		...['-y', '-loglevel', 'error', '-ss', '1', '-i', at(from), '-frames:v', '1'],
		...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
		...options,
		at(name),
	]);
}

frame('landscape.mp4', 'photo.jpg', '-q:v', '4');
frame('portrait.mp4', 'photo.png', '-pix_fmt', 'rgb24', '-compression_level', '9');
frame('square.mp4', 'photo.webp', '-quality', '70');
frame('portrait.mp4', 'exact-720x1280.jpg', '-vf', 'scale=720:1280', '-q:v', '5');
frame('landscape.mp4', 'exact-1280x720.png', '-vf', 'scale=1280:720,format=rgb24');
execFileSync('ffmpeg', [
	...['-y', '-loglevel', 'error', '-t', '0.5', '-i', at('square.mp4'), '-vf', 'fps=4,scale=96:96'],
	...['-fflags', '+bitexact', at('moving.gif')],
]);

// A portrait whose pixels are stored turned by a quarter: orientation 6 says how to show it.
frame('portrait.mp4', 'turned.jpg', '-vf', 'transpose=2', '-q:v', '4');
const orientation = Buffer.from(
	'457869660000' + // "Exif", two zeros
		'4d4d002a00000008' + // big endian TIFF, first directory at 8
		'0001' + // one entry:
		'0112000300000001' + // orientation, a short, one of them
		'00060000' + // 6, padded
		'00000000', // no further directory
	'hex',
);
const segment = Buffer.alloc(4);
segment.writeUInt16BE(0xffe1, 0);
segment.writeUInt16BE(orientation.length + 2, 2);
const lying = readFileSync(at('turned.jpg'));
writeFileSync(
	at('turned.jpg'),
	Buffer.concat([lying.subarray(0, 2), segment, orientation, lying.subarray(2)]),
);

// The first box of a HEIC file and nothing behind it.
const brands = Buffer.from(
	'00000018' + Buffer.from('ftypheic\0\0\0\0mif1heic').toString('hex'),
	'hex',
);
writeFileSync(at('photo.heic'), Buffer.concat([brands, Buffer.alloc(40)]));

// The header is whole and names the size; the pixels are not there.
const sound = readFileSync(at('photo.png'));
writeFileSync(at('corrupt.png'), Buffer.concat([sound.subarray(0, 60), Buffer.alloc(200, 0x5a)]));
