import { describe, expect, test } from '@jest/globals';
import { decodeBer } from './ber';
import { octetsOf } from './fields';

function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

describe('what is encoded by the Basic Encoding Rules is read', () => {
  test('a sequence in the definite form', () => {
    const { contents, elements } = decodeBer(hex('30 07 02 01 05 04 02 aa bb'), 'it');
    expect(contents).toHaveLength(7);
    expect(elements.map(({ tagNumber }) => tagNumber)).toEqual([2, 4]);
  });

  test('a sequence in the indefinite form, whose end is no part of it', () => {
    const { contents, elements, encoding } = decodeBer(hex('30 80 02 01 05 00 00'), 'it');
    expect({ contents: contents.length, encoding: encoding.length }).toEqual({
      contents: 3,
      encoding: 7,
    });
    expect(elements).toHaveLength(1);
  });

  test('an octet string in pieces, also in pieces of pieces', () => {
    const value = decodeBer(hex('24 80 04 01 aa 24 03 04 01 bb 00 00'), 'it');
    expect(Buffer.from(octetsOf(value, 'it')).toString('hex')).toBe('aabb');
  });

  test('the contents of an octet string are never taken for values', () => {
    expect(decodeBer(hex('04 03 02 01 05'), 'it').elements).toEqual([]);
  });

  test('a length in more octets than it needs', () => {
    expect(decodeBer(hex('30 84 00 00 00 03 02 01 05'), 'it').elements).toHaveLength(1);
  });

  test.each([
    ['17 0d 3139303630383032343830345a', Date.UTC(2019, 5, 8, 2, 48, 4)],
    ['18 0f 32303139303630383032343830345a', Date.UTC(2019, 5, 8, 2, 48, 4)],
    ['17 0d 3530303130313030303030305a', Date.UTC(1950, 0, 1)],
    ['17 0b 313930363038303234385a', Date.UTC(2019, 5, 8, 2, 48)],
    ['17 11 3139303630383034343830342b30323030', Date.UTC(2019, 5, 8, 2, 48, 4)],
    ['18 12 32303139303630383032343830342e39395a', Date.UTC(2019, 5, 8, 2, 48, 4)],
  ])('a time: %s', (text, expected) => {
    expect(decodeBer(hex(text), 'it').time).toBe(expected / 1000);
  });
});

test.each([
  [
    'a time without a zone, which is that of no machine in particular',
    '17 0c 313930363038303234383034',
  ],
  ['a day that is in no calendar', '17 0d 3139303233303032343830345a'],
  ['something in front of a time', '17 0e 783139303630383032343830345a'],
])('%s is none', (_, text) => {
  expect(decodeBer(hex(text), 'it').time).toBeNaN();
});

describe('the text of a value is found', () => {
  test.each([
    ['an object identifier', '06 09 2a 86 48 86 f7 0d 01 07 02', '1.2.840.113549.1.7.2'],
    ['one below the third root, whose second arc may be large', '06 03 88 37 03', '2.999.3'],
    [
      'one with a number that is too large for floating point',
      '06 0a 69 82 80 80 80 80 80 80 80 01',
      '2.25.144115188075855873',
    ],
    ['a PrintableString', '13 02 55 53', 'US'],
    ['a UTF8String', '0c 02 c3 a9', 'é'],
    ['a UTF8String that is none, as Latin-1', '0c 01 e9', 'é'],
    ['a TeletexString, as Latin-1', '14 01 e9', 'é'],
    ['a BMPString', '1e 04 00 e9 26 3a', 'é☺'],
    ['a UniversalString', '1c 04 00 01 f6 00', '😀'],
    ['of an integer there is none', '02 01 41', undefined],
  ])('%s', (_, text, expected) => {
    expect(decodeBer(hex(text), 'it').text).toBe(expected);
  });
});

describe('what is malformed is refused', () => {
  test.each([
    ['nothing', ''],
    ['a tag without a length', '30'],
    ['a length without contents', '04 05 aa'],
    ['a value that reaches beyond the one it is part of', '30 02 04 05 aa bb cc dd ee'],
    ['the same further down', '30 09 30 02 04 05 aa bb cc dd ee'],
    ['a value that is shorter than what it holds', '30 03 02 02 05 05 00'],
    ['no end of the indefinite form', '30 80 04 01 aa'],
    ['an end of contents where there is none', '30 04 05 00 00 00'],
    ['the indefinite form of a primitive value', '04 80 aa 00 00'],
    ['a length of more octets than there are', '30 88 ff ff ff ff ff ff ff ff'],
    ['a length whose length is reserved', '30 ff 00'],
    ['octets behind the value', '05 00 00'],
    ['a type that is reserved', '1f 81 7f 00'],
    ['a BMPString of half characters', '1e 01 41'],
    ['an object identifier whose last number has no end', '06 02 2a 86'],
    ['an object identifier of no number', '06 00'],
    ['a NULL that holds something', '05 01 00'],
    ['a bit string with more unused bits than an octet has', '03 02 08 00'],
    ['an integer that is made of values', '22 03 02 01 05'],
    ['a sequence that is not', '10 00'],
  ])('%s', (_, text) => {
    expect(() => decodeBer(hex(text), 'it')).toThrow(
      expect.objectContaining({ name: 'Asn1Error', message: expect.stringMatching(/\bit\b/) }),
    );
  });

  test('padding is accepted where it may be, up to its length and of zeros only', () => {
    expect(decodeBer(hex('05 00 00 00'), 'it', { padding: 2 }).tagNumber).toBe(5);
    expect(() => decodeBer(hex('05 00 00 00 00'), 'it', { padding: 2 })).toThrow('3 bytes follow');
    expect(() => decodeBer(hex('05 00 00 01'), 'it', { padding: 2 })).toThrow('2 bytes follow');
  });
});

describe('work and memory are bounded', () => {
  test.each([
    ['sequences', [0x30, 0x80]],
    ['octet strings', [0x24, 0x80]],
    ['tagged values', [0xa0, 0x80]],
  ])('nesting of %s without end', (_, head) => {
    const bytes = Buffer.alloc(4_000_000, Buffer.from(head));
    expect(() => decodeBer(bytes, 'it')).toThrow(/depth/);
  });

  test('more values than there may be', () => {
    const values = Buffer.alloc(400_000, Buffer.from([0x05, 0x00]));
    const bytes = Buffer.concat([hex('30 83 06 1a 80'), values]);
    expect(() => decodeBer(bytes, 'it')).toThrow(/node count/);
    expect(() => decodeBer(hex('30 04 05 00 05 00'), 'it', { values: 2 })).toThrow(/node count/);
  });

  test('more bytes than there may be', () => {
    expect(() => decodeBer(Buffer.alloc(16 * 1024 * 1024 + 1), 'it')).toThrow('too much');
  });
});
