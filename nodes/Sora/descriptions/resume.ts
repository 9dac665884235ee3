import type { IWebhookDescription } from 'n8n-workflow';

/**
 * A suspended execution's resume URL ends here. It starts no workflow and is registered nowhere, so
 * that there is nothing to create or to delete.
 */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		path: '',
		isFullPath: true,
		restartWebhook: true,
		ndvHideUrl: true,
		ndvHideMethod: true,
	},
];
