/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	transform: {
		'^.+\\.ts$': [
			'ts-jest',
			{ tsconfig: 'tsconfig.test.json', isolatedModules: true, diagnostics: false },
		],
	},
	moduleFileExtensions: ['ts', 'js', 'json'],
	testTimeout: 20_000,
};
