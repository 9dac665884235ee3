/**
 * n8n stores an execution as a flat table in JSON: entry 0 is the root, and every string inside an
 * object or array is the index of the entry that is meant. So one object can stand in many places.
 */

/** @returns the value that the table describes */
export function parseFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	const meant = (value: unknown): unknown =>
		typeof value === 'string' ? entry(Number(value)) : value;

	const entry = (index: number): unknown => {
		const raw = table[index];
		if (typeof raw !== 'object' || raw === null) return raw;
		if (revived.has(index)) return revived.get(index);
		const value: unknown[] | Record<string, unknown> = Array.isArray(raw) ? [] : {};
		revived.set(index, value);
		for (const [key, inner] of Object.entries(raw)) Object.assign(value, { [key]: meant(inner) });
		return value;
	};

	return entry(0);
}
