/** `./SoraTrigger.node` is a source file here, not one of Node's addons. */

const Module = require('node:module');

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
	resolve(/^\..*\.node$/.test(request) ? `${request}.ts` : request, ...rest);
