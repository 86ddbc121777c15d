import { describe, expect, test } from '@jest/globals';
import { canonicalJson, canonicalSha256 } from './canonical-json';
import { parseJson } from './json-document';

const canonicalTextOf = (text: string): string => canonicalJson(parseJson(text, 'a.json').value);

describe('RFC 8785 canonical text', () => {
  test('the example of 3.2.2 and 3.2.3', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalTextOf(input)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('3.2.3: members are sorted by the UTF-16 code units of their names', () => {
    const input = String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const values = canonicalTextOf(input).matchAll(/:"([^"]*)"/g);
    expect(Array.from(values, ([, value]) => value)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the double %s is %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, [['\ud83d']]])(
    '3.2.2.2 and 3.2.2.3: %p has none',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );
});

describe('rules 9: the input hashes are the same for any formatting of the same value', () => {
  const compact = '{"a":[1,{"c":"\u00e9","b":1000}],"d":null}';

  test.each([
    ['other white space', '{\r\n\t"a" : [ 1 , { "c" : "\u00e9", "b" : 1000 } ],\n"d": null }\n'],
    ['another order of members', '{"d":null,"a":[1,{"b":1000,"c":"\u00e9"}]}'],
    ['other escapes and number formats', '{"\\u0061":[1.0,{"c":"\\u00E9","b":1e3}],"d":null}'],
    ['a byte order mark', `\ufeff${compact}`],
  ])('%s does not change the hash', (_, text) => {
    expect(canonicalSha256(parseJson(text, 'a.json').value)).toBe(
      canonicalSha256(parseJson(compact, 'a.json').value),
    );
  });

  test.each([
    ['another value', '{"a":[1,{"c":"\u00e9","b":1001}],"d":null}'],
    ['another order of elements', '{"a":[{"c":"\u00e9","b":1000},1],"d":null}'],
    ['another member', '{"a":[1,{"c":"\u00e9","b":1000}],"d":null,"e":null}'],
  ])('%s changes the hash', (_, text) => {
    expect(canonicalSha256(parseJson(text, 'a.json').value)).not.toBe(
      canonicalSha256(parseJson(compact, 'a.json').value),
    );
  });

  test('it is SHA-256 of the UTF-8 bytes, in lower-case hexadecimal digits', () => {
    // printf '{"a":"\303\251"}' | sha256sum
    expect(canonicalSha256({ a: '\u00e9' })).toBe(
      'b3a092a6af48807fa9482b2ee140105575daa26d5b24b3c0e60a7e2dee6683b1',
    );
  });

  test('a member named __proto__ takes part', () => {
    expect(canonicalTextOf('{"z":1,"__proto__":{"x":1}}')).toBe('{"__proto__":{"x":1},"z":1}');
  });
});
