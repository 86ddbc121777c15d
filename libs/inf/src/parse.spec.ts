import { describe, expect, test } from '@jest/globals';
import { findSection, linesOf, type Inf } from './inf';
import { InfError } from './inf-error';
import { parseInf } from './parse';

function parse(text: string): Inf {
  return parseInf(Buffer.from(text), 'test.inf');
}

/** The values of each line of `[a]`, with `entries` as its contents. */
function valuesOfA(entries: string): readonly (readonly string[])[] {
  return findSection(parse(`[a]\n${entries}`), 'a')?.lines.map(({ values }) => values) ?? [];
}

/** The value of `x` in `[a]`, for these entries of `[Strings]`. */
function resolved(value: string, strings: string): string | undefined {
  const inf = parse(`[a]\nx = ${value}\n[Strings]\n${strings}`);
  return linesOf(findSection(inf, 'a'), 'x')[0]?.values[0];
}

describe('rules 3: section and key names are case-insensitive', () => {
  test('whatever the case in which they are written and looked up', () => {
    const inf = parse('[VERSION]\nDRIVERVER = 1\n');
    expect(linesOf(findSection(inf, 'version'), 'DriverVer')[0]?.values).toEqual(['1']);
  });

  test('sections of one name are merged', () => {
    const inf = parse('[a]\nx = 1\n[b]\n[A]\nX = 2\n');
    expect([...inf.sections.keys()]).toEqual(['a', 'b']);
    expect(linesOf(findSection(inf, 'a'), 'x').map(({ values }) => values[0])).toEqual(['1', '2']);
    expect(findSection(inf, 'a')?.name).toBe('a');
  });

  test('a section name is what stands between the brackets, a semicolon included', () => {
    const inf = parse('[;; Std Mfg ] ; comment\nx\n  [b] anything\n');
    expect([...inf.sections.keys()]).toEqual([';; std mfg ', 'b']);
  });
});

describe('rules 3: a semicolon starts a comment', () => {
  test('what only stands in a comment is nowhere', () => {
    const inf = parse('; [a]\n[b]\n;AddService = x\n  ; y = z\nkey = value ; AddService = x\n');
    expect([...inf.sections.keys()]).toEqual(['b']);
    expect(findSection(inf, 'b')?.lines).toEqual([
      { key: 'key', values: ['value'], text: 'key = value', line: 5 },
    ]);
  });

  test('but not in a quoted string or a %strkey%', () => {
    expect(valuesOfA('"a;b", c ; d')).toEqual([['a;b', 'c']]);
    expect(resolved('%a;b%', '"a;b" = 1')).toBe('1');
  });

  test('a percent sign in a sentence does not hide the comment that follows', () => {
    expect(valuesOfA('50% ; 100%')).toEqual([['50%']]);
    expect(valuesOfA('50%;100')).toEqual([['50%']]);
    expect(valuesOfA('50%,"50%;50" ; 100')).toEqual([['50%', '50%;50']]);
  });

  test('a quotation mark in a comment opens no string', () => {
    expect(valuesOfA('a ; "\nb')).toEqual([['a'], ['b']]);
  });
});

describe('rules 3: line continuation with a backslash', () => {
  test('joins lines, and the position is that of the first', () => {
    const inf = parse('[a]\nx = 1, \\\n    2, \\\r\n    3\ny = 4\n');
    expect(findSection(inf, 'a')?.lines).toEqual([
      { key: 'x', values: ['1', '2', '3'], text: 'x = 1, 2, 3', line: 2 },
      { key: 'y', values: ['4'], text: 'y = 4', line: 5 },
    ]);
  });

  test('a comment may follow the backslash', () => {
    expect(valuesOfA('"SomeDirectory\\"\\ ; comment \n,SomeFile')).toEqual([
      ['SomeDirectory\\', 'SomeFile'],
    ]);
  });

  test('of two backslashes the first is ignored', () => {
    expect(valuesOfA('SomeDirectory\\\\\n,SomeFile')).toEqual([['SomeDirectory', 'SomeFile']]);
  });

  test('a backslash in a quoted string, in a comment or inside a line continues nothing', () => {
    expect(valuesOfA('"a\\"\nb')).toEqual([['a\\'], ['b']]);
    expect(valuesOfA('"a\\\nb')).toEqual([['a\\'], ['b']]);
    expect(valuesOfA('a ; \\\nb')).toEqual([['a'], ['b']]);
    expect(valuesOfA('a\\b\nc')).toEqual([['a\\b'], ['c']]);
  });

  test('at the end of the file it continues nothing', () => {
    expect(valuesOfA('a \\')).toEqual([['a']]);
  });
});

describe('rules 3: quoted values', () => {
  test('quotes are taken away, a doubled one is a quotation mark, white space inside stays', () => {
    expect(valuesOfA('" a ", "say ""yes""", b "c" d')).toEqual([[' a ', 'say "yes"', 'b c d']]);
  });

  test('a quoted comma or equals sign does not separate', () => {
    expect(findSection(parse('[a]\n"x=y" = "Red Hat, Inc.", 2'), 'a')?.lines).toMatchObject([
      { key: 'x=y', values: ['Red Hat, Inc.', '2'] },
    ]);
  });

  test('a string that is not closed ends with its line', () => {
    expect(valuesOfA('"a, b ; c\nd')).toEqual([['a, b ; c'], ['d']]);
  });

  test('an equals sign behind a comma makes no key', () => {
    expect(findSection(parse('[a]\nHKR,,x=y'), 'a')?.lines).toEqual([
      { values: ['HKR', '', 'x=y'], text: 'HKR,,x=y', line: 2 },
    ]);
  });
});

describe('rules 3: %strings% resolve as Windows resolves them', () => {
  test('in values, in keys, and inside quotes, whatever the case', () => {
    const inf = parse('[a]\n%K% = %V%, "<%v%>"\n[Strings]\nk = Key\nv = "a, b"\n');
    expect(findSection(inf, 'a')?.lines).toMatchObject([
      { key: 'Key', values: ['a, b', '<a, b>'], text: '%K% = %V%, "<%v%>"' },
    ]);
  });

  test.each([
    ['%%SystemRoot%%\\x', '%SystemRoot%\\x', 'a doubled percent sign is one'],
    ['%a%%b%', '12', 'tokens one after the other'],
    ['%12%\\x.sys', '%12%\\x.sys', 'a directory identifier stays'],
    ['%12%\\%a%.sys', '%12%\\1.sys', 'and does not hide the token that follows'],
    ['%12%a%b%', '%12%a2', 'nor does its last percent sign begin one'],
    ['5 % of %a%', '5 % of 1', 'nor does a percent sign in a sentence'],
    ['%unknown%', '%unknown%', 'what is not defined stays'],
    ['100%', '100%', 'a single percent sign stays'],
    ['%with blank%', '3', 'a key with a blank is found all the same'],
  ])('%s is %s: %s', (value, expected) => {
    expect(resolved(value, 'a = 1\nb = 2\nwith blank = 3')).toBe(expected);
  });

  test('a string is not searched for tokens again', () => {
    expect(resolved('%a%', 'a = "%b%"\nb = "%a%"')).toBe('%b%');
    const strings = findSection(parse('[Strings]\na = "%b%"\nb = 1'), 'Strings');
    expect(linesOf(strings, 'a')[0]?.values).toEqual(['%b%']);
  });

  test('of two definitions the first counts', () => {
    expect(resolved('%a%', 'a = 1\nA = 2')).toBe('1');
  });

  /** The texts of `%a%`, `%b%` and `%c%` for these strings sections. */
  const tokens = (...sections: readonly string[]) => {
    const inf = parse(`[x]\nx = %a%, %b%, %c%\n${sections.join('\n')}`);
    return linesOf(findSection(inf, 'x'), 'x')[0]?.values;
  };
  const PLAIN = '[Strings]\na=plain\nb=plain';

  test('in American English, completed by [Strings]', () => {
    expect(tokens(PLAIN, '[Strings.0409]\nA=american')).toEqual(['american', 'plain', '%c%']);
  });

  test('or in another English: the neutral one, else the first', () => {
    const british = '[Strings.0809]\na=british\nb=british';
    expect(tokens(PLAIN, british)).toEqual(['british', 'british', '%c%']);
    expect(tokens(british, '[strings.0009]\na=neutral', PLAIN)).toEqual([
      'neutral',
      'plain',
      '%c%',
    ]);
  });

  test('what only other languages define stays', () => {
    const german = '[Strings.0407]\na=deutsch\nb=deutsch\nc=deutsch';
    expect(tokens(german, '[Strings]\na=plain')).toEqual(['plain', '%b%', '%c%']);
  });

  test('a value is cut at 4095 characters', () => {
    expect(valuesOfA('x'.repeat(5000))).toEqual([['x'.repeat(4095)]]);
    expect(resolved('%a%%a%', `a = ${'x'.repeat(3000)}`)).toBe('x'.repeat(4095));
  });

  test('a file whose strings expand without bounds is refused', () => {
    const bomb = `[Strings]\na = ${'x'.repeat(4000)}\n[b]\n${'y%a%\n'.repeat(10_000)}`;
    expect(() => parse(bomb)).toThrow(InfError);
    expect(() => parse(bomb)).toThrow(/^test\.inf:\d+:1: .*\n {2}expected: .*\n {2}remedy: /);
  });
});

describe('rules 3: white space around a field does not belong to it', () => {
  test('no-break spaces neither, in any encoding', () => {
    const text = '[a]\n\u00A0x\u00A0=\u00A01 \u00A0,\t2\u00A0\n';
    for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
      expect(findSection(parseInf(Buffer.from(text, encoding), 'a.inf'), 'a')?.lines).toMatchObject(
        [{ key: 'x', values: ['1', '2'] }],
      );
    }
  });

  test('inside of a field and in quotes they do', () => {
    expect(valuesOfA('a\u00A0b, "\u00A0c"')).toEqual([['a\u00A0b', '\u00A0c']]);
  });
});

describe('lines', () => {
  test.each(['\n', '\r\n', '\r'])('end with %j', (end) => {
    const lines = findSection(parse(['[a]', '', 'x', 'y'].join(end)), 'a')?.lines;
    expect(lines?.map(({ text, line }) => [text, line])).toEqual([
      ['x', 3],
      ['y', 4],
    ]);
  });

  test('end for good at the end-of-file character of DOS', () => {
    expect(valuesOfA('x\n\u001Ay\nz')).toEqual([['x']]);
  });
});

describe('what Windows would stumble over is a warning', () => {
  const signature = '[Version]\nSignature = "$windows nt$"\n';

  test.each([
    ['a section name is not closed', `${signature}[a\nx`, 3],
    ['there is an entry before the first section', `x\ny\n${signature}`, 1],
    [
      'this is not an INF that Windows accepts: its signature is missing or unknown',
      '[Version]\nSignature = "$Windows 3.1$"',
      2,
    ],
  ])('%s', (message, text, line) => {
    expect(parse(text).warnings).toMatchObject([
      { severity: 'warning', file: 'test.inf', message, position: { line } },
    ]);
  });

  test('there is none for an INF that Windows accepts', () => {
    expect(parse(signature).warnings).toEqual([]);
  });
});
