import fc from 'fast-check';
import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';
import type { HttpResponse } from '../../../nodes/Sora/providers/http';
import { fixture } from '../fixtures';
import { requestTo } from '../requests';

const request = requestTo('waveSpeed', 'text', { durationSeconds: 4 });
const usd = (amount: number) => ({ amount, currency: 'USD' });

const parsePrice = (response: HttpResponse) => waveSpeed.price?.parse(response, request);
const parseBills = (response: HttpResponse) => waveSpeed.bill?.parse(response, []);
const parseBalance = (response: HttpResponse) => waveSpeed.balance?.parse(response);

describe("WaveSpeed's price", () => {
	it('is asked for with the inputs of the submit', () => {
		const submit = waveSpeed.create(request).body;
		expect(waveSpeed.price?.call(request)?.body).toEqual({
			kind: 'json',
			value: {
				model_id: request.model.id,
				inputs: submit?.kind === 'json' ? submit.value : null,
			},
		});
	});

	it('is the one with the discount', () => {
		expect(parsePrice(fixture('waveSpeed', 'price'))).toEqual({ ok: true, value: usd(0.729) });
	});

	it('is never less than what is charged, where the discount is not set', () => {
		const data = { price: 0.81, discounted_price: 0 };
		const response = { status: 200, headers: {}, body: { code: 200, data } };
		expect(parsePrice(response)).toEqual({ ok: true, value: usd(0.81) });
	});
});

it('takes only what is settled as a charge, all lines of a task together', () => {
	const decoded = parseBills(fixture('waveSpeed', 'bills'));
	expect(decoded).toEqual({
		ok: true,
		value: new Map([
			['settled', usd(0.3)],
			['free', usd(0)],
		]),
	});
});

it('reads the balance', () => {
	expect(parseBalance(fixture('waveSpeed', 'balance'))).toEqual({ ok: true, value: usd(12.5) });
});

it.each(['error-401', 'code-403-inside-200', 'empty', 'broken-json'])(
	'finds no money in %s',
	(name) => {
		const response = fixture('waveSpeed', name);
		for (const parse of [parsePrice, parseBills, parseBalance]) {
			expect(parse(response)).toMatchObject({ ok: false });
		}
	},
);

it('takes nothing for money that is none, whatever comes', () => {
	const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.constant(undefined));
	const data = fc.record({
		price: anything,
		discounted_price: anything,
		currency: anything,
		balance: anything,
		items: fc.array(
			fc.record({
				price: anything,
				prediction: fc.record({ uuid: anything }),
				order: fc.record({ state: fc.constantFrom('pre', 'done', null), price: anything }),
			}),
		),
	});
	fc.assert(
		fc.property(data, (said) => {
			const response = { status: 200, headers: {}, body: { code: 200, data: said } };
			const price = parsePrice(response);
			const bills = parseBills(response);
			const amounts = [
				...(price?.ok && price.value ? [price.value] : []),
				...(bills?.ok ? [...bills.value.values()] : []),
			];
			return amounts.every(
				({ amount, currency }) =>
					Number.isFinite(amount) && amount >= 0 && /^[A-Z]{3}$/.test(currency),
			);
		}),
	);
});
