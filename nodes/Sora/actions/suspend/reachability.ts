/** Can a provider out in the internet reach this n8n? */

import { isOutOfReach } from '../../transport/privateAddress';

/**
 * Why the provider will not reach the resume URL, as a sentence; null where nothing speaks against it.
 * A provider that is itself nearby (a gateway in the same network) may reach it.
 */
export function unreachableReason(
	resumeUrl: string,
	providerBaseUrl: string,
	providerName: string,
): string | null {
	if (!isOutOfReach(resumeUrl, providerBaseUrl)) return null;
	const origin = URL.canParse(resumeUrl) ? new URL(resumeUrl).origin : resumeUrl;
	return `${providerName} can't call this n8n back at ${origin}: set WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to its public URL.`;
}
