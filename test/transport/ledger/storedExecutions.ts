/** What n8n has stored of an execution that calls a sub-workflow. */

/** How n8n stores an execution while it runs, and for good where it is stopped or breaks off. */
export const begun = (prompt: string) => ({
	resultData: { runData: {} },
	executionData: { nodeExecutionStack: [{ data: { main: [[{ json: { prompt } }]] } }] },
});

/** How it stores one that has ended. @param delivered the sub-executions whose output it had */
export const ended = (status: 'success' | 'error', delivered: readonly string[] = []) => ({
	resultData: {
		lastNodeExecuted: 'Call',
		...(status === 'error' ? { error: { message: 'The sky is too blue' } } : {}),
		runData: {
			Call: delivered.map((executionId) => ({ metadata: { subExecution: { executionId } } })),
		},
	},
	executionData: { nodeExecutionStack: [] },
});

/** How it stores the retry of one that has failed, until that ends: with what was done before, but for the error. */
export const retryOfFailed = (prompt: string) => ({
	...begun(prompt),
	resultData: { lastNodeExecuted: 'Call', runData: { Call: [] } },
});
