import { isUtf8 } from 'node:buffer';
import { InputError, type Position } from '@aero-guest-tools/diagnostics';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The text of a JSON file, without the byte order mark that RFC 8259, 8.1 lets parsers ignore.
 *
 * @param source UTF-8 bytes, or decoded text.
 * @param file The file's name, for the error.
 * @throws InputError if the bytes are not UTF-8, with the position of the first invalid one.
 */
export function decodeSource(source: Uint8Array | string, file: string): string {
  if (typeof source !== 'string' && !isUtf8(source)) throw notUtf8(source, file);
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function notUtf8(source: Uint8Array, file: string): InputError {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let before = '';
  let offset = 0;
  try {
    for (; offset < source.length; offset++) {
      before += decoder.decode(source.subarray(offset, offset + 1), { stream: true });
    }
  } catch {
    // The loop has stopped at the invalid byte.
  }
  const byte = source[offset];
  return new InputError({
    file,
    position: positionAt(lineStarts(before), before.length),
    id: 'json.not-utf-8',
    message: 'the file is not UTF-8',
    found:
      byte === undefined
        ? 'a character that the end of the file cuts off'
        : `the byte 0x${byte.toString(16).padStart(2, '0')}`,
    expected: 'UTF-8 text, with or without a byte order mark',
    remedy: 'save the file as UTF-8',
  });
}

/**
 * The offset at which each line begins, in UTF-16 code units. Lines end with LF, CR LF or CR, the
 * line breaks among the white space of RFC 8259, 2.
 */
export function lineStarts(text: string): readonly number[] {
  return [
    0,
    ...Array.from(
      text.matchAll(/\r\n|\n|\r/g),
      ({ index, 0: lineBreak }) => index + lineBreak.length,
    ),
  ];
}

/**
 * The line and column of an offset in UTF-16 code units.
 *
 * @param starts The {@link lineStarts} of the text.
 */
export function positionAt(starts: readonly number[], offset: number): Position {
  // Binary search for the last line that begins at or before the offset.
  let line = 1;
  let beyond = starts.length + 1;
  while (beyond - line > 1) {
    const middle = Math.floor((line + beyond) / 2);
    if ((starts[middle - 1] ?? 0) <= offset) line = middle;
    else beyond = middle;
  }
  return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
}
