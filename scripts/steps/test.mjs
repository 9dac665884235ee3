/** The two test commands, and the checks that go with the first. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TYPESCRIPT } from './build.mjs';
import { lint } from './lint.mjs';
import { packForN8n } from './pack.mjs';
import { scan } from './scan.mjs';
import { ROOT, nodeStep, stepBeside, typeScriptStep } from './step.mjs';

const JEST = 'node_modules/jest/bin/jest.js';

/** Where jest leaves its counts for `.ci/run`. It does not make the folder. */
function countsIn(name) {
	mkdirSync(join(ROOT, '.cache/jest'), { recursive: true });
	return ['--json', `--outputFile=.cache/jest/${name}.json`];
}

/** All that needs no test to be run: types, n8n's rules, and what would be published. */
export async function check() {
	await nodeStep('Check types', TYPESCRIPT, ['--noEmit', '-p', 'tsconfig.test.json']);
	await lint([]);
	await scan(['--noCheck']);
}

/** Everything that needs no n8n server. @param {string[]} args for jest */
export async function test(args) {
	// Tests mostly wait, so that the checks take their time from nobody.
	const checks = stepBeside('Checks', process.execPath, ['scripts/run.mjs', 'check']);
	const tests = await nodeStep('Tests', JEST, [...countsIn('unit'), ...args]).then(
		() => null,
		(error) => error,
	);
	const failed = (await checks) ?? tests;
	if (failed !== null) throw failed;
}

/** What holds whatever comes, tried with ten times the cases of `npm test`. @param {string[]} args for jest */
export async function testProperties(args) {
	process.env.PROPERTY_FACTOR ??= '10';
	await nodeStep('Properties', JEST, [...countsIn('properties'), 'property', ...args]);
}

/**
 * The packed nodes in a real n8n, with a real browser. `E2E_N8N` chooses another n8n than the newest
 * one, whose tests are not in the sum of all.
 * @param {string[]} args for jest
 */
export async function testEndToEnd(args) {
	const { E2E_N8N: version } = process.env;
	await packForN8n();
	await typeScriptStep('support/n8n/install.ts');
	await nodeStep('End-to-end tests', JEST, [
		'--config=test/e2e/jest.config.js',
		...countsIn(version ? `e2e-${version}` : 'e2e'),
		...args,
	]);
}
