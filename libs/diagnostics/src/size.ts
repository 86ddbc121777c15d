/** A number of bytes for people, independent of locale: `294,912 bytes`. */
export function formatSize(bytes: number | bigint): string {
  return `${String(bytes).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}

/** Text in quotes, such as a file name, or a number of bytes. */
const QUOTED_OR_SIZE = /"(?:[^"\\]|\\.)*"|\b(?<digits>\d{4,16})(?= bytes\b)/g;

/**
 * A text with each number of bytes written as by {@link formatSize}. Text in quotes is not changed.
 */
export function withFormattedSizes(text: string): string {
  return text.replaceAll(QUOTED_OR_SIZE, (found: string, digits: string | undefined) =>
    digits === undefined ? found : formatSize(BigInt(digits)).replace(/ bytes?$/, ''),
  );
}

const MEGABYTE = 1_000_000;

/**
 * The progress of something, for people who wait: `12 of 735 MB (1 %)`.
 *
 * @param total In bytes, like `done`; undefined if it is not known.
 */
export function formatAmount(done: number, total: number | undefined): string {
  const megabytes = String(Math.floor(done / MEGABYTE));
  if (total === undefined) return `${megabytes} MB`;
  const all = String(Math.ceil(total / MEGABYTE));
  return `${megabytes} of ${all} MB (${String(Math.floor((100 * done) / Math.max(total, 1)))} %)`;
}
