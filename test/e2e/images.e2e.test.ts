import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { fitImage } from '../../support/codecs';
import { mediaPath } from '../../support/simulator';
import { openBrowser } from './stages/browser';
import { probe } from './stages/probe';

/** The part of HTMLImageElement that is looked at. */
interface ImageElement {
	src: string;
	naturalWidth: number;
	naturalHeight: number;
	decode(): Promise<void>;
}

describe('images that were fitted, as others see them', () => {
	let browser: Browser;

	beforeAll(async () => {
		browser = await openBrowser();
	});

	afterAll(async () => {
		await browser?.close();
	});

	it.each([
		['photo.jpg', '9:16', 'crop', 202, 360],
		['photo.jpg', '1:1', 'pad', 640, 640],
		['turned.jpg', '1:1', 'crop', 360, 360],
		['photo.png', '16:9', 'crop', 360, 202],
		['photo.png', '16:9', 'pad', 640, 360],
	] as const)('%s to %s, %s', async (name, ratio, mode, width, height) => {
		const result = await fitImage(new Uint8Array(readFileSync(mediaPath(name))), ratio, mode);
		if (!result.ok) throw new Error(result.problem);
		const bytes = Buffer.from(result.bytes);
		expect(probe(bytes)).toMatchObject({ width, height });
		const page = await browser.newPage();
		const url = `data:${result.mimeType};base64,${bytes.toString('base64')}`;
		const shown = await page.evaluate(async (src) => {
			const { Image } = globalThis as unknown as { Image: new () => ImageElement };
			const image = new Image();
			image.src = src;
			await image.decode();
			return [image.naturalWidth, image.naturalHeight];
		}, url);
		await page.close();
		expect(shown).toEqual([width, height]);
	});
});
