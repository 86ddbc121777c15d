import { describe, expect, test } from '@jest/globals';
import { decodeInf } from './decode';
import { findSection } from './inf';
import { parseInf } from './parse';

const TEXT = '[Version]\r\nSignature="$Windows NT$"\r\nProvider="Müller"\r\n';

/** The bytes that a German Notepad of the nineties writes: ü is one byte. */
const windows1252 = Buffer.from(TEXT, 'latin1');
const utf8 = Buffer.from(TEXT, 'utf8');
const utf16le = Buffer.from(TEXT, 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();
const mark = { utf8: [0xef, 0xbb, 0xbf], utf16le: [0xff, 0xfe], utf16be: [0xfe, 0xff] };

function withMark(bytes: readonly number[], text: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.from(bytes), text]);
}

describe('rules 3: text may be UTF-8, UTF-16 or a legacy code page', () => {
  test.each([
    ['UTF-8', utf8, 'utf-8'],
    ['UTF-8 with a byte order mark', withMark(mark.utf8, utf8), 'utf-8'],
    ['UTF-16 LE with a byte order mark', withMark(mark.utf16le, utf16le), 'utf-16le'],
    ['UTF-16 BE with a byte order mark', withMark(mark.utf16be, utf16be), 'utf-16be'],
    ['UTF-16 LE without', utf16le, 'utf-16le'],
    ['UTF-16 BE without', utf16be, 'utf-16be'],
    ['a legacy code page', windows1252, 'windows-1252'],
  ])('%s', (_, bytes, encoding) => {
    expect(decodeInf(bytes)).toEqual({ text: TEXT, encoding });
  });

  test.each(['utf-16le', 'utf-16be'] as const)(
    'a byte order mark is enough, without any ASCII: %s',
    (encoding) => {
      const bytes = Buffer.from('\uFEFF驅動程式', 'utf16le');
      if (encoding === 'utf-16be') bytes.swap16();
      expect(decodeInf(bytes)).toEqual({ text: '驅動程式', encoding });
    },
  );

  test('an empty file is empty text', () => {
    expect(decodeInf(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' });
  });
});

describe('rules 3: UTF-16 without a byte order mark is told by where the NUL bytes fall', () => {
  const ascii = '[a.Services]\r\nAddService=viostor,2,s\r\n[Strings]\r\nd="';
  // No code unit of this table has a NUL byte, so 99.9 % of the file has none.
  const dilution = '驅動程式'.repeat(20_000);

  test.each(['utf-16le', 'utf-16be'] as const)(
    'also when a long non-ASCII string table dilutes them: %s',
    (encoding) => {
      const bytes = Buffer.from(`${ascii}${dilution}"\r\n`, 'utf16le');
      if (encoding === 'utf-16be') bytes.swap16();
      expect(decodeInf(bytes).encoding).toBe(encoding);
      expect(findSection(parseInf(bytes, 'a.inf'), 'a.Services')?.lines).toMatchObject([
        { key: 'AddService', values: ['viostor', '2', 's'] },
      ]);
    },
  );

  test.each(['utf-16le', 'utf-16be'] as const)(
    'also when more NUL bytes fall on the other side: %s',
    (encoding) => {
      // U+4E00, U+4F00 and U+5000 have a NUL byte where an ASCII character has its code.
      const bytes = Buffer.from(`${ascii}${'一漢伀漢倀漢'.repeat(1000)}"\r\n`, 'utf16le');
      if (encoding === 'utf-16be') bytes.swap16();
      expect(decodeInf(bytes).encoding).toBe(encoding);
    },
  );

  test('stray NUL bytes do not make a text UTF-16: its ASCII stays what it is', () => {
    const bytes = Buffer.from(`${TEXT}\0${TEXT}${'\0'.repeat(512)}`, 'utf8');
    const { text, encoding } = decodeInf(bytes);
    expect(encoding).toBe('utf-8');
    expect(text).toContain('Signature="$Windows NT$"');
  });
});

describe('rules 3: never an exception, never mojibake in ASCII parts', () => {
  test.each([
    ['UTF-16 cut in the middle of a character', withMark(mark.utf16le, utf16le.subarray(0, -1))],
    ['UTF-16 with half of a surrogate pair', Buffer.from(`${TEXT}"\uD83D"`, 'utf16le')],
    ['UTF-8 with a byte order mark and a byte that is not', withMark(mark.utf8, windows1252)],
    ['a mixture of UTF-8 and a code page', Buffer.concat([utf8, windows1252])],
  ])('%s', (_, bytes) => {
    expect(decodeInf(bytes).text).toContain('[Version]\r\nSignature="$Windows NT$"\r\nProvider="M');
  });

  test('every byte of a code page is a character', () => {
    const all = Uint8Array.from({ length: 255 }, (_, index) => index + 1);
    const { text, encoding } = decodeInf(all);
    expect(encoding).toBe('windows-1252');
    expect(text).toHaveLength(255);
    expect(text.slice(0, 127)).toBe(Buffer.from(all.subarray(0, 127)).toString('ascii'));
  });
});

describe('rules 3: the bytes of a legacy code page are the same text on every version of Node', () => {
  const decode = (bytes: readonly number[]): string => decodeInf(Uint8Array.from(bytes)).text;

  test('those of the control characters of ISO 8859-1 are not', () => {
    expect(decode([0x45, 0x99, 0x20, 0x96])).toBe('E\u2122 \u2013');
    expect(decode([0x80, 0x8a, 0x9f])).toBe('\u20AC\u0160\u0178');
  });

  test('the others are: letters, and what the code page leaves undefined', () => {
    expect(decode([0xa0, 0xc4, 0xff])).toBe('\u00A0\u00C4\u00FF');
    expect(decode([0x81, 0x8d, 0x8f, 0x90, 0x9d])).toBe('\u0081\u008D\u008F\u0090\u009D');
  });

  test('in a part of a larger buffer, too', () => {
    const part = Buffer.from([0x41, 0x99, 0x42]).subarray(1, 2);
    expect(decodeInf(part).text).toBe('\u2122');
  });
});
