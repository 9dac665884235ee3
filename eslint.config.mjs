import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What ends up in `dist/` and runs inside n8n. */
const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts', 'index.ts'];
/** What runs on a developer's machine only. */
const SUPPORT = ['test/**/*.ts', 'support/**/*.ts', 'scripts/**/*.ts', 'demo/**/*.ts'];

/** Globals of Node that plain JavaScript scripts use; TypeScript checks its own. */
const NODE_GLOBALS = Object.fromEntries(
	[
		'AbortController',
		'AbortSignal',
		'Buffer',
		'URL',
		'__dirname',
		'clearInterval',
		'clearTimeout',
		'console',
		'fetch',
		'module',
		'performance',
		'process',
		'require',
		'setInterval',
		'setTimeout',
	].map((name) => [name, 'readonly']),
);

/** The floors of `nodes/Sora/`, from the top to the bottom. A file imports from its own floor and those below it. */
const FLOORS = [
	['descriptions'],
	['trigger', 'actions'],
	['output', 'methods'],
	['transport'],
	['engine'],
	['providers'],
	['models'],
	['media', 'shared'],
];

/** One rule a folder: what stands above it, and what stands beside it on its own floor. */
const ORDER_OF_IMPORTS = FLOORS.flatMap((floor, level) =>
	floor.map((folder) => {
		const beside = floor.filter((other) => other !== folder);
		const forbidden = [...FLOORS.slice(0, level).flat(), ...beside, 'lazy', 'Sora\\w+\\.node'];
		const regex = `^(\\.\\./)+(${forbidden.join('|')})(/|$)`;
		return {
			files: [`nodes/Sora/${folder}/**/*.ts`],
			rules: {
				'no-restricted-imports': [
					'error',
					{
						patterns: [
							{ regex, message: `${folder}/ stands below it: see docs/architecture.md, "Floors".` },
						],
					},
				],
			},
		};
	}),
);

export default defineConfig(
	globalIgnores(['dist/', 'node_modules/', 'coverage/', 'demo-output/', '.cache/']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	{
		files: [...SHIPPED, ...SUPPORT],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			eqeqeq: 'error',
			'no-else-return': 'error',
		},
	},

	// The rules of n8n's own `n8n-node lint`, which the community-package scanner applies too.
	{
		files: SHIPPED,
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		rules: { 'no-console': 'error' },
	},
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Both are for n8n's own nodes, or are done better by a community-nodes rule.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Inputs and outputs may be written as NodeConnectionTypes; an API may have a highest value.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},

	...ORDER_OF_IMPORTS,

	{
		files: ['**/*.mjs'],
		extends: [js.configs.recommended],
		languageOptions: { globals: NODE_GLOBALS },
	},
	{
		files: ['**/*.js'],
		extends: [js.configs.recommended],
		languageOptions: { sourceType: 'commonjs', globals: NODE_GLOBALS },
	},
);
