/** A number of bytes as people read it, whatever the locale: `294,912 bytes`. */
export function formatSize(bytes: number | bigint): string {
  return `${String(bytes).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}

/** Text in quotes, such as a file name, or a number of bytes. */
const QUOTED_OR_SIZE = /"(?:[^"\\]|\\.)*"|\b(?<digits>\d{4,16})(?= bytes\b)/g;

/** A text in which each number of bytes reads as {@link formatSize} writes it. What is in quotes stays as it is. */
export function withFormattedSizes(text: string): string {
  return text.replaceAll(QUOTED_OR_SIZE, (found: string, digits: string | undefined) =>
    digits === undefined ? found : formatSize(BigInt(digits)).replace(/ bytes?$/, ''),
  );
}
