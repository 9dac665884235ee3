/** The parameters of one item, whatever the node. */

import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { objectOf } from '../../shared/json';
import { parameterReader, type ReadParameter } from '../../shared/parameterReader';

export interface ItemParameters {
	read: ReadParameter;
	/** Reads the collection Options. */
	option: ReadParameter;
	/** The option has been added, whatever is in it. */
	hasOption(name: string): boolean;
	/** What was refused until now: sentences without their full stop. */
	problems: string[];
}

/**
 * An expression that cannot be evaluated is its item's problem where the node goes on on errors.
 * @throws NodeOperationError with n8n's own explanation of the expression, where it does not.
 */
export function itemParameters(context: IExecuteFunctions, itemIndex: number): ItemParameters {
	const problems: string[] = [];
	const valueOf = (name: string, label: string): unknown => {
		try {
			return context.getNodeParameter(name, itemIndex, '', { extractValue: name === 'model' });
		} catch (thrown) {
			const error = thrown instanceof Error ? thrown : new Error(String(thrown));
			if (!context.continueOnFail()) {
				throw new NodeOperationError(context.getNode(), error, { itemIndex });
			}
			problems.push(`${label} can't be evaluated: ${error.message}`);
			return undefined;
		}
	};
	const options = objectOf(valueOf('options', 'Options'));
	return {
		read: parameterReader(valueOf, problems),
		option: parameterReader((name) => options[name], problems),
		hasOption: (name) => name in options,
		problems,
	};
}
