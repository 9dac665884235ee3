/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test', '<rootDir>/support'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	transform: {
		// Types are checked by tsc, in a step of its own.
		'^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.test.json', diagnostics: false }],
	},
	moduleFileExtensions: ['ts', 'js', 'json'],
	// Most suites wait more than they compute, so one worker a core is not too many.
	maxWorkers: '100%',
	testTimeout: 20_000,
};
