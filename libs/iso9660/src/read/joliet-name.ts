import type { FileName } from './file-identifier';
import { malformed, type Place } from './iso9660-error';

/** UCS-2 level 1, 2 and 3 (Joliet specification, "Escape sequences"; ISO 2022). */
const ESCAPE_SEQUENCES = new Set(['%/@', '%/C', '%/E']);

/** Whether the escape sequences of a supplementary volume descriptor announce Joliet. */
export function isJoliet(escapeSequences: Buffer): boolean {
  return ESCAPE_SEQUENCES.has(escapeSequences.toString('latin1', 0, 3));
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The name in a Joliet identifier: UCS-2, most significant byte first. Surrogate pairs are read as
 * UTF-16, as Windows reads them. Many programs add the version `;1`, many do not. `;` is not
 * allowed in a Joliet name, so such a suffix is always a version.
 *
 * @throws Iso9660Error if the number of bytes is odd, or if they are not UTF-16.
 */
export function decodeJolietName(identifier: Buffer, place: Place): FileName {
  if (identifier.length % 2 !== 0) {
    throw malformed(place, 'a Joliet name of an odd length', {
      found: `${String(identifier.length)} bytes`,
      expected: 'two bytes a character',
    });
  }
  const text = Buffer.from(identifier).swap16().toString('utf16le');
  if (LONE_SURROGATE.test(text)) {
    throw malformed(place, 'a Joliet name that is not UTF-16', {
      found: JSON.stringify(text),
      expected: 'surrogates in pairs',
    });
  }
  return { name: text.endsWith(';1') ? text.slice(0, -2) : text };
}
