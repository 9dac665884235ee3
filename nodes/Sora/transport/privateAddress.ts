/** Which addresses only machines nearby can reach. */

/** RFC 1918, RFC 6598, RFC 3927, RFC 1122. */
const PRIVATE_IPV4 =
	/^(0|10|127)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
/** RFC 4291, RFC 4193; and IPv4 written as IPv6, as URLs write it. */
const PRIVATE_IPV6 = /^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/;
const MAPPED_IPV4 = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;
/** RFC 6761, RFC 6762, RFC 8375; a name without a dot is known to one network only. */
const PRIVATE_NAME = /^[^.]+$|(^|\.)(localhost|local|internal|lan|home|home\.arpa|test|invalid)$/;

/** Whether only machines nearby can reach this address. */
export function isPrivateAddress(url: string): boolean {
	if (!URL.canParse(url)) return true;
	const host = new URL(url).hostname.toLowerCase().replace(/\.$/, '');
	if (host.startsWith('[')) return PRIVATE_IPV6.test(host) || PRIVATE_IPV4.test(ipv4In(host));
	return /^[\d.]+$/.test(host) ? PRIVATE_IPV4.test(host) : PRIVATE_NAME.test(host);
}

/** Whether only machines nearby can reach this address, and who is at `from` is none of them. */
export function isOutOfReach(url: string, from: string): boolean {
	return isPrivateAddress(url) && !isPrivateAddress(from);
}

/** The IPv4 address inside of a mapped one; empty where it is none. */
function ipv4In(host: string): string {
	const [, high, low] = MAPPED_IPV4.exec(host) ?? [];
	if (high === undefined || low === undefined) return '';
	return [high, low]
		.map((part) => parseInt(part, 16))
		.flatMap((number) => [number >> 8, number & 255])
		.join('.');
}
