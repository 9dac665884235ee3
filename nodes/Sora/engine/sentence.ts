/** The provider's words inside of ours: they end with one full stop, whatever they ended with. */
export function sentence(words: string): string {
	return /[.!?。！？]$/.test(words) ? words : `${words}.`;
}

/** One after the other, each with its full stop. */
export function sentences(words: readonly string[]): string {
	return words.map(sentence).join(' ');
}
