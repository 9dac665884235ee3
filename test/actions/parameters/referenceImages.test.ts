import { readReferences } from '../../../nodes/Sora/actions/parameters/referenceImages';

const DATA = 'data:image/png;base64,iVBORw0KGgo=';

/** Names as they are, addresses behind `url:`. */
function read(value: unknown): unknown {
	const result = readReferences(value);
	if ('problem' in result) return result.problem;
	return result.value?.map((location) =>
		location.kind === 'url' ? `url:${location.url}` : location.field,
	);
}

it.each<[unknown, unknown]>([
	['product, logo', ['product', 'logo']],
	['product,logo\nbadge', ['product', 'logo', 'badge']],
	[' my photo ,\n\n,logo, ', ['my photo', 'logo']],
	['https://a.example/1.png, logo', ['url:https://a.example/1.png', 'logo']],
	['https://a.example/1.png,logo', ['url:https://a.example/1.png', 'logo']],
	[
		'https://a.example/1.png,https://a.example/2.png',
		['url:https://a.example/1.png', 'url:https://a.example/2.png'],
	],
	['https://a.example/w_1,h_2/a.png\nlogo', ['url:https://a.example/w_1,h_2/a.png', 'logo']],
	[`${DATA}, logo,${DATA}`, [`url:${DATA}`, 'logo', `url:${DATA}`]],
	[`logo\n${DATA}`, ['logo', `url:${DATA}`]],
	[
		['https://a.example/w_1,h_2', 'logo', ''],
		['url:https://a.example/w_1,h_2', 'logo'],
	],
	['["product", "https://a.example/1.png"]', ['product', 'url:https://a.example/1.png']],
	[[{ mimeType: 'image/png', data: 'x' }], [{ mimeType: 'image/png', data: 'x' }]],
	[{ mimeType: 'image/png', data: 'x' }, [{ mimeType: 'image/png', data: 'x' }]],
	['ftp://a.example/1.png', ['url:ftp://a.example/1.png']],
	['', undefined],
	[undefined, undefined],
	['null', undefined],
	[[], []],
	[['logo', true], 'must be a list of binary fields and URLs, and one entry is true'],
])('reads %j', (value, expected) => {
	expect(read(value)).toEqual(expected);
});
