/** A text as a set of words, each of which says what stands at one place of it. */

/** The characters that can be spelled: those of ASCII that can be seen, and the space. */
const ALPHABET = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const LENGTH_LIMIT = 200;

const lengthWord = (name: string, length: number) => `${name} has ${length}`;
const letterWord = (name: string, place: number, letter: string) => `${name} ${place} is ${letter}`;

/** @returns null for a text that is too long, or that has other characters. */
export function spelled(name: string, text: string): string[] | null {
	const letters = [...text];
	const canBe = letters.length <= LENGTH_LIMIT && letters.every((one) => ALPHABET.includes(one));
	if (!canBe) return null;
	return [
		lengthWord(name, letters.length),
		...letters.map((letter, place) => letterWord(name, place, letter)),
	];
}

/** @param known which of the words are there. @returns null where there is no whole text. */
export async function read(
	name: string,
	known: (words: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<string | null> {
	const lengths = Array.from({ length: LENGTH_LIMIT + 1 }, (_, length) => length);
	const lengthsThere = await known(lengths.map((length) => lengthWord(name, length)));
	const length = lengths.find((one) => lengthsThere.has(lengthWord(name, one)));
	if (length === undefined) return null;
	const places = lengths.slice(0, length);
	const there = await known(
		places.flatMap((place) => ALPHABET.map((letter) => letterWord(name, place, letter))),
	);
	const letters = places.map((place) =>
		ALPHABET.find((letter) => there.has(letterWord(name, place, letter))),
	);
	return letters.includes(undefined) ? null : letters.join('');
}
