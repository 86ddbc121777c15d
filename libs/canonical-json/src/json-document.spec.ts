import { describe, expect, test } from '@jest/globals';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { parseJson } from './json-document';

function problemsOf(source: Uint8Array | string): readonly Diagnostic[] {
  try {
    parseJson(source, 'a.json');
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  return [];
}

const at = (line: number, column: number) => ({ line, column });

describe('rules 1: UTF-8, a BOM is tolerated', () => {
  test('bytes are decoded as UTF-8', () => {
    expect(parseJson(Buffer.from('{"é":"😀"}'), 'a.json').value).toEqual({ é: '😀' });
  });

  test('a byte order mark before bytes or text is ignored, and takes no column', () => {
    const bytes = Buffer.from('\ufeff{"a":1}');
    expect(parseJson(bytes, 'a.json').value).toEqual({ a: 1 });
    expect(parseJson('\ufeff{"a":1}', 'a.json').keyPosition('/a')).toEqual(at(1, 2));
    expect(problemsOf('\ufeff\ufeff1')).toHaveLength(1);
  });

  test.each([
    ['a lone continuation byte', [0x22, 0x0a, 0x80, 0x22], at(2, 1), 'the byte 0x80'],
    ['an overlong form', [0x22, 0xc3, 0xa9, 0xc0, 0xaf, 0x22], at(1, 3), 'the byte 0xc0'],
    ['UTF-16', [0xff, 0xfe, 0x22, 0, 0x22, 0], at(1, 1), 'the byte 0xff'],
    [
      'a cut character',
      [0x22, 0xe2, 0x82],
      at(1, 2),
      'a character that the end of the file cuts off',
    ],
  ])('%s is refused where it stands', (_, bytes, position, found) => {
    expect(problemsOf(Uint8Array.from(bytes))).toEqual([
      expect.objectContaining({ message: 'the file is not UTF-8', position, found }),
    ]);
  });
});

describe('rules 1: duplicate keys are errors with file:line:column', () => {
  test('a hundred of them at most, however many there are', () => {
    const text = `{${'"a": 1,'.repeat(200_000)} "a": 1}`;
    expect(problemsOf(text)).toHaveLength(100);
    expect(problemsOf(`[${'1e999,'.repeat(200_000)} 1]`)).toHaveLength(100);
  });

  test('all of them are reported, with pointers', () => {
    const text = '{\n  "a": 1,\n  "a": 2,\n  "b/c": [{"d": 1, "\\u0064": 2}]\n}';
    expect(problemsOf(text)).toEqual([
      expect.objectContaining({
        file: 'a.json',
        position: at(3, 3),
        pointer: '/a',
        found: '"a" again',
      }),
      expect.objectContaining({ position: at(4, 20), pointer: '/b~1c/0/d', found: '"d" again' }),
    ]);
  });

  test('a third one counts again, and a __proto__ counts too', () => {
    expect(problemsOf('{"a":1,"a":1,"a":1}')).toHaveLength(2);
    expect(problemsOf('{"__proto__":1,"__proto__":1}')).toHaveLength(1);
  });

  test('names that differ in case, or stand in different objects, are no duplicates', () => {
    expect(problemsOf('{"a":{"a":1},"A":{"a":1}}')).toEqual([]);
  });
});

describe('rules 1: syntax errors name the line, the column, what was found and what was expected', () => {
  test.each([
    ['', at(1, 1), 'a value is missing', 'the end of the file'],
    [' \n ', at(2, 2), 'a value is missing', 'the end of the file'],
    ['{', at(1, 2), 'the name of a member is missing', 'the end of the file'],
    ['{"a"', at(1, 5), 'a name has no value', 'the end of the file'],
    ['{"a" 1}', at(1, 6), 'a name has no value', '"1"'],
    ['{"a":', at(1, 6), 'a value is missing', 'the end of the file'],
    ['{"a":1', at(1, 7), 'an object does not end', 'the end of the file'],
    ['{"a":1 "b":2}', at(1, 8), 'an object does not end', '"\\""'],
    ['{a:1}', at(1, 2), 'the name of a member is missing', '"a"'],
    ['[', at(1, 2), 'a value is missing', 'the end of the file'],
    ['[1\r\n\r2]', at(3, 1), 'an array does not end', '"2"'],
    ['[1}', at(1, 3), 'an array does not end', '"}"'],
    ['1 2', at(1, 3), 'more text follows the end of the document', '"2"'],
    ['{}\n}', at(2, 1), 'more text follows the end of the document', '"}"'],
    ['"abc', at(1, 1), 'a string does not end', '"\\""'],
    ['"a\nb"', at(1, 3), 'a string contains a control character', 'U+000A'],
    ['"a\tb"', at(1, 3), 'a string contains a control character', 'U+0009'],
    ['"a\\x"', at(1, 3), 'a string contains an unknown escape', String.raw`"\\x"`],
    ['"\\u12g4"', at(1, 2), 'a string contains an unknown escape', String.raw`"\\u12g4"`],
    ['"\\', at(1, 2), 'a string contains an unknown escape', String.raw`"\\"`],
    ['01', at(1, 1), 'a number is not written as JSON writes it', '"01"'],
    ['+1', at(1, 1), 'a number is not written as JSON writes it', '"+1"'],
    ['[.5]', at(1, 2), 'a number is not written as JSON writes it', '".5"'],
    ['1.', at(1, 1), 'a number is not written as JSON writes it', '"1."'],
    ['1e', at(1, 1), 'a number is not written as JSON writes it', '"1e"'],
    ['-', at(1, 1), 'a number is not written as JSON writes it', '"-"'],
    ['0x10', at(1, 1), 'a number is not written as JSON writes it', '"0x10"'],
    ['nul', at(1, 1), 'a word is not a JSON value', '"nul"'],
    ['True', at(1, 1), 'a word is not a JSON value', '"True"'],
    ['NaN', at(1, 1), 'a word is not a JSON value', '"NaN"'],
    ['toString', at(1, 1), 'a word is not a JSON value', '"toString"'],
    ['\u00a01', at(1, 1), 'a value is missing', 'U+00A0'],
  ])('%j', (text, position, message, found) => {
    expect(problemsOf(text)).toEqual([
      {
        severity: 'error',
        id: 'json.syntax',
        file: 'a.json',
        position,
        message,
        found,
        pointer: expect.any(String),
        expected: expect.stringMatching(/./),
        remedy: expect.stringMatching(/./),
      },
    ]);
  });

  test.each([
    ['// c\n1', 'remove the comment: JSON has none'],
    ['[1, /* c */ 2]', 'remove the comment: JSON has none'],
    ["['a']", 'write double quotes instead of single ones'],
    ["{'a': 1}", 'write double quotes instead of single ones'],
    ['{"a":1, }', 'remove the comma before it'],
    ['[1,\n]', 'remove the comma before it'],
  ])('the habits of other notations have a remedy of their own: %j', (text, remedy) => {
    expect(problemsOf(text)).toEqual([expect.objectContaining({ remedy })]);
  });

  test('the pointer leads to where the text breaks', () => {
    expect(problemsOf('{"a":[1,{"b":tru}]}')).toEqual([
      expect.objectContaining({ pointer: '/a/1/b', position: at(1, 14) }),
    ]);
  });

  test('what was found before the text breaks is reported with it', () => {
    expect(problemsOf('{"a":1,"a":2,').map(({ message }) => message)).toEqual([
      'an object has the same name twice',
      'the name of a member is missing',
    ]);
  });
});

describe('input from anywhere is safe', () => {
  test('128 levels of nesting parse, more are refused, however many', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(problemsOf(nested(128))).toEqual([]);
    for (const depth of [129, 1_000_000]) {
      expect(problemsOf(nested(depth))).toEqual([
        expect.objectContaining({
          message: 'arrays and objects are nested too deep',
          position: at(1, 129),
        }),
      ]);
    }
    expect(problemsOf('{"a":'.repeat(129))).toHaveLength(1);
  });

  test('a member named __proto__ is a member, and changes no prototype', () => {
    const { value } = parseJson('{"__proto__":{"admin":true}}', 'a.json');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value).not.toHaveProperty('admin');
  });

  test.each(['"\\ud800"', '"\\udc00\\ud800"', '{"\\ud83d":1}', '"\ud800"'])(
    'the lone surrogate in %j is refused (RFC 8785, 3.2.2.2)',
    (text) => {
      expect(problemsOf(text)).toEqual([
        expect.objectContaining({ message: 'a string contains half of a surrogate pair' }),
      ]);
    },
  );

  test('a pair of surrogates is one character', () => {
    expect(parseJson('"\\ud83d\\ude00"', 'a.json').value).toBe('😀');
  });

  test.each(['1e309', '-1e309', '[9e999]'])('%s, which no double holds, is refused', (text) => {
    expect(problemsOf(text)).toEqual([
      expect.objectContaining({ message: 'a number is too large' }),
    ]);
  });

  test('a hostile word or string is cut in the message', () => {
    const [problem] = problemsOf('x'.repeat(100_000));
    expect(problem?.found).toHaveLength(62);
  });
});

describe('what parses is what JSON.parse makes of it', () => {
  test.each([
    'null',
    ' [ ] ',
    '{}',
    '{"":{"":[]}}',
    '[true,false,null]',
    '[0,-0,-1.5,2E+3,1e-400,123456789012345678901234567890]',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u0000\u007f\u2028"',
    '\t\r\n [1 , 2\n]\n',
  ])('%j', (text) => {
    expect(parseJson(text, 'a.json').value).toEqual(JSON.parse(text));
  });
});

describe('positions by JSON pointer (RFC 6901)', () => {
  const document = parseJson('{\n  "a": [1, {"b/c": 2}],\r\n  "m~n": {"": true}\n}', 'a.json');

  test('of a value', () => {
    expect(document.position('')).toEqual(at(1, 1));
    expect(document.position('/a')).toEqual(at(2, 8));
    expect(document.position('/a/1')).toEqual(at(2, 12));
    expect(document.position('/a/1/b~1c')).toEqual(at(2, 20));
    expect(document.position('/m~0n')).toEqual(at(3, 10));
    expect(document.position('/m~0n/')).toEqual(at(3, 15));
  });

  test('of the nearest ancestor, where the pointer leads nowhere', () => {
    expect(document.position('/a/7/x')).toEqual(at(2, 8));
    expect(document.position('/a/01')).toEqual(at(2, 8));
    expect(document.position('/a/length')).toEqual(at(2, 8));
    expect(document.position('/m~0n/toString')).toEqual(at(3, 10));
    expect(document.position('/zzz')).toEqual(at(1, 1));
    expect(document.position('no pointer')).toEqual(at(1, 1));
  });

  test("of a member's name; elements and what does not exist have none", () => {
    expect(document.keyPosition('/a')).toEqual(at(2, 3));
    expect(document.keyPosition('/a/1/b~1c')).toEqual(at(2, 13));
    expect(document.keyPosition('')).toBeUndefined();
    expect(document.keyPosition('/a/0')).toBeUndefined();
    expect(document.keyPosition('/a/1/x')).toBeUndefined();
  });
});
