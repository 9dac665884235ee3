/** The part of JSON Schema that the providers publish for their models, and a check against it. */

export interface Property {
	type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
	description?: string;
	default?: string | number | boolean;
	enum?: ReadonlyArray<string | number>;
	minimum?: number;
	maximum?: number;
	items?: { type: string };
	maxItems?: number;
	format?: string;
}

export interface RequestSchema {
	type: 'object';
	properties: Record<string, Property>;
	required: string[];
	'x-order-properties': string[];
}

export function schemaOf(properties: Record<string, Property>, required: string[]): RequestSchema {
	return {
		type: 'object',
		properties,
		required,
		'x-order-properties': Object.keys(properties),
	};
}

function isOfType(value: unknown, type: Property['type']): boolean {
	if (type === 'array') return Array.isArray(value);
	if (type === 'integer') return Number.isInteger(value);
	return typeof value === type;
}

function faultInList(name: string, list: readonly unknown[], { items, maxItems }: Property) {
	if (items && list.some((entry) => typeof entry !== items.type)) {
		return `property "${name}" must hold entries of type ${items.type}`;
	}
	const isTooLong = maxItems !== undefined && list.length > maxItems;
	return isTooLong ? `property "${name}" must have at most ${maxItems} entries` : null;
}

function faultIn(name: string, value: unknown, property: Property): string | null {
	if (!isOfType(value, property.type)) return `property "${name}" must be of type ${property.type}`;
	if (Array.isArray(value)) return faultInList(name, value, property);
	if (property.enum && !property.enum.includes(value as string | number)) {
		return `property "${name}" must be one of ${property.enum.join(', ')}`;
	}
	const { minimum = -Infinity, maximum = Infinity } = property;
	const isOutside = typeof value === 'number' && (value < minimum || value > maximum);
	return isOutside ? `property "${name}" must be between ${minimum} and ${maximum}` : null;
}

/** @returns what is wrong with the input, null where nothing is. Properties that the schema does not know pass. */
export function faultInInput(input: Record<string, unknown>, schema: RequestSchema): string | null {
	const missing = schema.required.find((name) => [undefined, null, ''].includes(input[name] as ''));
	if (missing !== undefined) return `property "${missing}" is required`;
	for (const [name, value] of Object.entries(input)) {
		const property = schema.properties[name];
		const fault = property ? faultIn(name, value, property) : null;
		if (fault !== null) return fault;
	}
	return null;
}
