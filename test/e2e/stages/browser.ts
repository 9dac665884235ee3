/** n8n's editor in a real Chromium. */

import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';
import { OWNER } from '../../../support/n8n/api';

const CHROMIUM_PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
/** Nothing that would look for the internet. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Not by a route of Playwright's, which would switch the cache off: the editor loads 20 MB for each page.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
const VIEWPORT = { width: 1440, height: 900 };

/** Pictures for the docs are only written when they are asked for, so that tests leave the tree alone. */
const SCREENSHOTS_FOLDER =
	process.env.SCREENSHOTS_FOLDER || mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-screenshots-'));

/** @throws Error when there is no Chromium */
export async function openBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	const executablePath = CHROMIUM_PATHS.find((path) => path && existsSync(path));
	if (!executablePath) throw new Error('No Chromium: install it, or set CHROMIUM_PATH');
	return await chromium.launch({ executablePath, args: FLAGS });
}

/** A page where the owner has signed in, as a person does. */
export async function signedInPage(browser: Browser, n8nUrl: string): Promise<Page> {
	const context = await browser.newContext({ viewport: VIEWPORT, baseURL: n8nUrl });
	const page = await context.newPage();
	await page.goto('/signin', { waitUntil: 'commit' });
	await page.getByTestId('emailOrLdapLoginId').locator('input').fill(OWNER.email);
	await page.getByTestId('password').locator('input').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	return page;
}

/** Whatever fades or slides has come to its end; what turns for as long as it is there may go on. */
const IS_STILL = `document.getAnimations().every(
	({ effect }) => effect?.getComputedTiming().endTime === Infinity,
)`;

/**
 * @param part the whole page, or what is in it
 * @param name without an ending
 */
export async function screenshot(part: Page | Locator, name: string): Promise<void> {
	mkdirSync(SCREENSHOTS_FOLDER, { recursive: true });
	const page = 'page' in part ? part.page() : part;
	await page.waitForFunction(IS_STILL);
	await part.screenshot({ path: join(SCREENSHOTS_FOLDER, `${name}.png`) });
}
