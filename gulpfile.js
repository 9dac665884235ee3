const { dest, src, task } = require('gulp');

/** n8n looks for a node's icon beside its compiled file. Pictures are copied as bytes, not as text. */
task('build:icons', () =>
	src('{nodes,credentials}/**/*.{svg,png}', { encoding: false }).pipe(dest('dist')),
);

/** And for the codex file, which says under which category and words the node is found. */
task('build:codex', () => src('nodes/**/*.node.json', { base: '.' }).pipe(dest('dist')));
