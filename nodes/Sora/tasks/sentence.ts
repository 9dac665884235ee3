/** The provider's words inside of ours: they end with one full stop, whatever they ended with. */
export function sentence(words: string): string {
	return /[.!?。！？]$/.test(words) ? words : `${words}.`;
}
