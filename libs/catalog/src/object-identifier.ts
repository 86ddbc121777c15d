/**
 * In octets: no registered identifier comes near, and a longer one would take long to convert to
 * decimal.
 */
const MAXIMUM_LENGTH = 1024;

/** How many octets of seven bits fit an exact JavaScript number. */
const EXACT_LENGTH = 7;

/** How many arcs each of the first two root arcs can have (X.690, 8.19.4). */
const SECOND_ARCS = 40;

/**
 * Whether octets form an object identifier: there is at least one, and the last one ends a number
 * (X.690, 8.19.2).
 */
export function isObjectIdentifier(octets: Uint8Array): boolean {
  const last = octets.at(-1);
  return last !== undefined && last < 0x80 && octets.length <= MAXIMUM_LENGTH;
}

/** The dotted notation of a valid object identifier (X.690, 8.19). */
export function objectIdentifierText(octets: Uint8Array): string {
  const arcs: (number | bigint)[] = [];
  let start = 0;
  octets.forEach((octet, index) => {
    if (octet >= 0x80) return;
    arcs.push(subidentifier(octets.subarray(start, index + 1)));
    start = index + 1;
  });
  const [first = 0, ...others] = arcs;
  // The first two arcs share a number; only the third root arc has more than forty arcs below it.
  const root = first < SECOND_ARCS ? 0 : first < 2 * SECOND_ARCS ? 1 : 2;
  const second = BigInt(first) - BigInt(root * SECOND_ARCS);
  return [root, second, ...others].join('.');
}

/** A number in octets of seven bits each, most significant first (X.690, 8.19.2). */
function subidentifier(octets: Uint8Array): number | bigint {
  if (octets.length <= EXACT_LENGTH) {
    return octets.reduce((number, octet) => number * 0x80 + (octet & 0x7f), 0);
  }
  return octets.reduce((number, octet) => number * 0x80n + BigInt(octet & 0x7f), 0n);
}
