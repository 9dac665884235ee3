/** A paid video is never withheld because it looks unusual. */

/** A file that came this often, whole and odd, is what there is, though it differs each time. */
const ODD_FILES_REFUSED = 2;

/** The files of one video that were whole by their length, and looked odd. */
export class Oddities {
	private readonly seen = new Set<string>();

	/**
	 * @param digest of all its bytes.
	 * @returns whether it is to be taken as it is: the same file came before, or no good one ever comes.
	 */
	isToBeTaken(digest: string): boolean {
		if (this.seen.has(digest) || this.seen.size >= ODD_FILES_REFUSED) return true;
		this.seen.add(digest);
		return false;
	}
}

export const ODD_FILE_WARNING =
	'The video file looks unusual and may not play everywhere. It was downloaded twice and passed on as the provider sent it.';
