/** Packages that Node itself loads, once a worker. Everything else is loaded anew for each suite. */

const { default: Runtime } = require('jest-runtime');

const SHARED =
	/^(n8n-core|n8n-workflow|@n8n\/di|reflect-metadata|fast-check|busboy|form-data)(\/|$)/;

module.exports = class extends Runtime {
	requireModuleOrMock(from, name) {
		return SHARED.test(name) ? require(name) : super.requireModuleOrMock(from, name);
	}
};
