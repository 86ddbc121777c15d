const MEGABYTE = 1_000_000;

/**
 * How far a transfer is, in bytes: `downloading 12 of 735 MB (1 %) from https://...`. The place comes
 * last, where a terminal may be too narrow for it.
 */
export function transferText(from: string, received: number, size: number | undefined): string {
  const done = String(Math.floor(received / MEGABYTE));
  if (size === undefined) return `downloading ${done} MB from ${from}`;
  const all = String(Math.ceil(size / MEGABYTE));
  const percent = String(Math.floor((100 * received) / Math.max(size, 1)));
  return `downloading ${done} of ${all} MB (${percent} %) from ${from}`;
}
