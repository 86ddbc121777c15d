import { describe, expect, test } from '@jest/globals';
import { formatLines, table, terminalWidth, wrapLine, type OutputLine } from '.';

const HASH = '0123456789abcdef'.repeat(4);

const SIGNERS = table([
  ['driver', 'signed by', 'on Windows 7'],
  ['viostor', 'Somebody whom everybody knows', 'accepted if the guest trusts the certificate'],
  ['netkvm', 'nobody', 'refused'],
]);

const LINES: readonly OutputLine[] = [
  `Aero Guest Tools 1.0.0, build ${HASH.slice(24)}, signing policy production`,
  '',
  `drivers/x86/viostor/viostor.inf: the service of this driver is not the one that the spec expects`,
  '  found:    the services "viostor", "another service", "and a third one" of viostor.inf',
  `  expected: SHA-256 ${HASH}, as the lock says`,
  SIGNERS,
];

function shown(width?: number): readonly string[] {
  return formatLines(LINES, width).split('\n');
}

describe('lines on a terminal', () => {
  test.each([40, 60, 72, 80, 100, 120])(
    'of %i columns are no wider than it, but for words that are',
    (width) => {
      for (const line of shown(width)) {
        expect(line.length > width ? line.trim().split(' ') : ['']).toHaveLength(1);
      }
    },
  );

  test.each([66, 80, 120])('of %i columns break inside no hash, path and quotes', (width) => {
    const text = shown(width).join('\n');
    for (const whole of [
      HASH,
      HASH.slice(24),
      'drivers/x86/viostor/viostor.inf:',
      '"another service"',
    ]) {
      expect(text).toContain(whole);
    }
  });

  test('hold the words of those that are not broken, in their order', () => {
    const words = (lines: readonly OutputLine[], width?: number): readonly string[] =>
      formatLines(lines, width).split(/\s+/);
    const texts = LINES.filter((line) => typeof line === 'string');
    expect(words(texts, 50)).toEqual(words(texts));
  });

  test('go on below the text behind a label, else further in than what belongs to them', () => {
    expect(wrapLine('  found:    the services "a", "b", "c d e f"', 30)).toEqual([
      '  found:    the services "a",',
      '            "b", "c d e f"',
    ]);
    expect(wrapLine('a/b.inf: the driver is for another Windows', 30)).toEqual([
      'a/b.inf: the driver is for',
      '    another Windows',
    ]);
  });

  test('have a hash further left where it does not fit below the text', () => {
    expect(wrapLine(`  expected: SHA-256 ${HASH}, as the lock says`, 70)).toEqual([
      '  expected: SHA-256',
      `    ${HASH},`,
      '            as the lock says',
    ]);
  });

  test('break text in quotes that is longer than a line', () => {
    const quoted = `"${'word '.repeat(30)}"`;
    expect(
      Math.max(...wrapLine(`  found:    ${quoted}`, 60).map(({ length }) => length)),
    ).toBeLessThanOrEqual(60);
  });
});

describe('a table on a terminal', () => {
  test('that is wide enough has a line a row', () => {
    expect(formatLines([SIGNERS], 120).split('\n')).toEqual([
      '  driver   signed by                      on Windows 7',
      '  viostor  Somebody whom everybody knows  accepted if the guest trusts the certificate',
      '  netkvm   nobody                         refused',
    ]);
  });

  test('that is narrow has narrow columns, whose cells are broken at words', () => {
    expect(formatLines([SIGNERS], 60).split('\n')).toEqual([
      '  driver   signed by                on Windows 7',
      '  viostor  Somebody whom everybody  accepted if the guest',
      '           knows                    trusts the certificate',
      '  netkvm   nobody                   refused',
    ]);
  });

  test('that is narrower than its words has rows that are broken', () => {
    const store = table([['image', '12 bytes', `sha256/${HASH}.iso`]], [1]);
    expect(formatLines([store], 80).split('\n')).toEqual([
      '  image  12 bytes',
      `    sha256/${HASH}.iso`,
    ]);
  });

  test('has numbers aligned to the right, and lines without spaces at their ends', () => {
    expect(
      formatLines([
        table(
          [
            ['a', '1,000 bytes', ''],
            ['b', '2 bytes', 'c'],
          ],
          [1],
        ),
      ]).split('\n'),
    ).toEqual(['  a  1,000 bytes', '  b      2 bytes  c']);
  });
});

describe('what is no terminal', () => {
  test('gets lines of any length, and a line a row', () => {
    expect(shown()).toHaveLength(LINES.length - 1 + SIGNERS.rows.length);
    expect(terminalWidth({ write: () => true, columns: 80 })).toBeUndefined();
  });

  test('neither it nor a terminal is commanded by what is in a line or cell', () => {
    const text = formatLines(['a\u001b[2Jb', table([['c\nd', '##[error]']])], 80);
    expect(text).toBe('a\\u001b[2Jb\n  c\\u000ad  \\u0023#[error]');
  });
});

test('a terminal that does not tell its width has 80 columns', () => {
  expect(terminalWidth({ write: () => true, isTTY: true })).toBe(80);
  expect(terminalWidth({ write: () => true, isTTY: true, columns: 0 })).toBe(80);
  expect(terminalWidth({ write: () => true, isTTY: true, columns: 132 })).toBe(132);
});
