/** The content calendar, ready to run, and its table as n8n's own pages read and write it. */

import type { IDataObject } from 'n8n-workflow';
import type { N8nApi, WorkflowFile } from '../../../support/n8n/api';
import { sampleWorkflow } from './stage';

const TABLE = 'content_calendar';
const MAKES_TABLES = 'Create the table';

export interface CalendarRow extends IDataObject {
	prompt: string;
	status: string;
}

export interface Calendar {
	/** To be created in n8n, as often as a test likes; all share the table. */
	workflow: WorkflowFile;
	/** In the order in which they were added. */
	rows(): Promise<CalendarRow[]>;
	/** What a person writes into the row with a prompt. */
	write(prompt: string, data: Partial<CalendarRow>): Promise<void>;
}

/** Whether this n8n has all operations of its data table node that the sample uses; 1.122 creates no tables. */
async function canCreateTables(api: N8nApi): Promise<boolean> {
	const description = await api.nodeDescription('n8n-nodes-base.dataTable');
	return JSON.stringify(description?.properties).includes('"value":"table"');
}

interface Made {
	columns: { column: Array<{ name: string; type: string }> };
}

/** As the sample's note asks of users of n8n 1.122. */
async function tableByHand(api: N8nApi, tables: string, { nodes }: WorkflowFile): Promise<void> {
	const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters;
	const { columns } = parametersOf(MAKES_TABLES) as unknown as Made;
	const { id } = await api.call<{ id: string }>('POST', tables, {
		name: TABLE,
		columns: columns.column,
	});
	const { rows } = JSON.parse(String(parametersOf('First rows')?.jsonOutput)) as {
		rows: CalendarRow[];
	};
	await api.call('POST', `${tables}/${id}/insert`, {
		data: rows,
		returnType: 'count',
	});
	for (const { parameters } of nodes) {
		if (parameters.dataTableId !== undefined) {
			parameters.dataTableId = { __rl: true, mode: 'list', value: id };
		}
	}
}

/** Once in an n8n. */
export async function setUpCalendar(api: N8nApi): Promise<Calendar> {
	const { id: project } = await api.call<{ id: string }>('GET', '/projects/personal');
	const tables = `/projects/${project}/data-tables`;
	const workflow = await sampleWorkflow('content-calendar');
	const isMade = await canCreateTables(api);
	if (!isMade) await tableByHand(api, tables, workflow);
	if (isMade) {
		const workflowId = await api.createWorkflow(workflow);
		await api.ended(await api.runManually(workflowId, 'Set up once'));
	}
	const { data } = await api.call<{ data: Array<{ id: string; name: string }> }>('GET', tables);
	const table = `${tables}/${data.find(({ name }) => name === TABLE)?.id}`;
	return {
		workflow,
		rows: async () =>
			(await api.call<{ data: CalendarRow[] }>('GET', `${table}/rows?sortBy=id:asc`)).data,
		write: async (prompt, row) => {
			const filters = [{ columnName: 'prompt', condition: 'eq', value: prompt }];
			await api.call('PATCH', `${table}/rows`, { filter: { type: 'and', filters }, data: row });
		},
	};
}
