import { parseFlatted } from './flatted';

describe('an execution as n8n stores it', () => {
	it('is put together again from its table', () => {
		const table =
			'[{"resultData":"1","n":2,"none":null},{"runData":"2"},{"Sora":"3"},["4","5"],{"json":"6"},{"json":"6"},{"taskId":"7"},"task-1"]';
		expect(parseFlatted(table)).toEqual({
			n: 2,
			none: null,
			resultData: {
				runData: { Sora: [{ json: { taskId: 'task-1' } }, { json: { taskId: 'task-1' } }] },
			},
		});
	});

	it('keeps one object that stands in two places one object, also where it holds itself', () => {
		const value = parseFlatted('[{"a":"1","b":"1","self":"0"},{"x":1}]') as {
			a: object;
			b: object;
			self: object;
		};
		expect(value.a).toBe(value.b);
		expect(value.self).toBe(value);
	});

	it('keeps text that looks like a number text', () => {
		expect(parseFlatted('[["1"],"42"]')).toEqual(['42']);
	});
});
