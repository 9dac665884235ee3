/** The provider's message inside of ours: it ends with one full stop, whatever it ended with. */
export function sentence(message: string): string {
	return /[.!?。！？]$/.test(message) ? message : `${message}.`;
}

/** One after the other, each with its full stop. */
export function sentences(messages: readonly string[]): string {
	return messages.map(sentence).join(' ');
}
