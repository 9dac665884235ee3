const unit = require('../../jest.config.js');

/**
 * Real servers and a real browser: one suite after the other, with time to start.
 * @type {import('jest').Config}
 */
module.exports = {
	...unit,
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	verbose: true,
	testTimeout: 180_000,
};
