// Far from UTC, so that a time that is read as local is found out.
process.env.TZ = 'America/New_York';

const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/environment.js',
	runtime: '<rootDir>/test/runtime.js',
	roots: ['<rootDir>/test', '<rootDir>/support'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	transform: {
		// Types are checked by tsc, in a step of its own.
		'^.+\\.ts$': [
			'@swc/jest',
			{
				sourceMaps: 'inline',
				module: { type: 'commonjs' },
				jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
			},
		],
	},
	moduleFileExtensions: ['ts', 'js', 'json'],
	// Suites wait more than they compute. A number: jest takes no more than 100 % for a share.
	maxWorkers: Math.round(3.5 * availableParallelism()),
	testSequencer: '<rootDir>/test/longestFirst.js',
	testTimeout: 20_000,
};
