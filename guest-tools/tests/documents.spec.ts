import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const isThere = (path: string): boolean => existsSync(join(ROOT, path));

/** A row of a table of `docs/rules.md`; paths are relative to the repository. */
interface RuleRow {
  /** The heading of the table: `3. INF checks`. */
  readonly section: string;
  readonly rule: string;
  readonly code: readonly string[];
  readonly tests: readonly NamedTest[];
}

interface NamedTest {
  readonly file: string;
  /** What is given to `describe`. */
  readonly name: string;
}

/** Where the links of a text lead that are not addresses, without what follows `#`. */
function relativeLinks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target]) => String(target))
    .filter((target) => !/^[a-z]+:/.test(target));
}

const fromDocs = (target: string): string => join('docs', target);

/** Each code span of a cell is the name of a test in the file of the link before it. */
function namedTests(cell: string): readonly NamedTest[] {
  let file = '';
  return [...cell.matchAll(/\]\(([^)]+)\)|`([^`]+)`/g)].flatMap(([, target, name]) => {
    if (target !== undefined) file = fromDocs(target);
    return name === undefined ? [] : [{ file, name }];
  });
}

function ruleRows(): readonly RuleRow[] {
  let section = '';
  return read('docs/rules.md')
    .split('\n')
    .flatMap((line) => {
      section = /^## (.*)$/.exec(line)?.[1] ?? section;
      if (!/^\| (?!rule |---)/.test(line)) return [];
      const [rule = '', code = '', tests = ''] = line.split(' | ');
      return {
        section,
        rule: rule.slice(2).trim(),
        code: relativeLinks(code).map((target) => fromDocs(target)),
        tests: namedTests(tests),
      };
    });
}

/** The names that stand as literals in the calls of `describe` in a file. */
function describedIn(file: string): readonly string[] {
  return [
    ...read(file).matchAll(/\bdescribe\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g),
  ].map(([, single, double]) => String(single ?? double).replaceAll(/\\(.)/g, '$1'));
}

describe('docs/rules.md', () => {
  const rows = ruleRows();
  const sections = [...new Set(rows.map(({ section }) => section))];

  test('has the sections 1 to 11, behind what holds for all of them', () => {
    expect(sections.map((section) => Number.parseInt(section, 10))).toEqual([
      Number.NaN,
      ...Array.from({ length: 11 }, (_, index) => index + 1),
    ]);
  });

  test.each(sections)('%s: each rule has code that is there, and a test', (section) => {
    for (const { rule, code, tests } of rows.filter((row) => row.section === section)) {
      expect({ rule, missing: code.filter((file) => !isThere(file)) }).toEqual({
        rule,
        missing: [],
      });
      expect({ rule, code: code.length > 0, tests: tests.length > 0 }).toEqual({
        rule,
        code: true,
        tests: true,
      });
    }
  });

  test.each(sections)('%s: each test is in its file under its name', (section) => {
    const named = rows.filter((row) => row.section === section).flatMap(({ tests }) => tests);
    expect(named.filter(({ file }) => !isThere(file))).toEqual([]);
    expect(named.filter(({ file, name }) => !describedIn(file).includes(name))).toEqual([]);
  });

  test.each(sections.slice(1))('%s: the name of each test begins with the section', (section) => {
    const named = rows.filter((row) => row.section === section).flatMap(({ tests }) => tests);
    const ofSection = new RegExp(`^rules (?:\\d+ and )*${String(Number.parseInt(section, 10))}\\b`);
    expect(named.filter(({ name }) => !/^rules [^:]+: /.test(name))).toEqual([]);
    expect(named.filter(({ name }) => !ofSection.test(name))).toEqual([]);
  });
});

describe('links in what developers read lead somewhere', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .toSorted()
      .map((name) => fromDocs(name)),
  ];

  test.each(documents)('%s', (document) => {
    const links = relativeLinks(read(document));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !isThere(join(dirname(document), link)))).toEqual([]);
  });
});
