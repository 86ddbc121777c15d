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

/** Where the links of a text lead that are not addresses: a path, which is empty for the text itself, and an anchor. */
function relativeLinks(markdown: string): readonly { path: string; anchor: string }[] {
  return [...markdown.matchAll(/\]\((?<inline>[^)\s]+)\)|^\[[^\]]+\]: (?<defined>\S+)$/gm)]
    .map(({ groups }) => String(groups?.['inline'] ?? groups?.['defined']))
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { path, anchor };
    });
}

/** What links may name behind `#`: the headings, in lower case, without punctuation, with hyphens for spaces. */
function anchors(markdown: string): readonly string[] {
  const withoutCode = markdown.replaceAll(/^```[^]*?^```/gm, '');
  return [...withoutCode.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
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
        code: relativeLinks(code).map(({ path }) => fromDocs(path)),
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

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'tools/remote-cache/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => fromDocs(name.replaceAll('\\', '/'))),
];

describe('links in what developers read lead somewhere', () => {
  test.each(DOCUMENTS)('%s', (document) => {
    const text = read(document);
    const broken = relativeLinks(text).filter(({ path, anchor }) => {
      const target = path === '' ? document : join(dirname(document), path);
      if (!isThere(target)) return true;
      return anchor !== '' && target.endsWith('.md') && !anchors(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('every document can be reached from README.md', () => {
    const reached = new Set<string>();
    const visit = (document: string): void => {
      if (reached.has(document) || !document.endsWith('.md') || !isThere(document)) return;
      reached.add(document);
      for (const { path } of relativeLinks(read(document))) visit(join(dirname(document), path));
    };
    visit('README.md');
    expect(DOCUMENTS.filter((document) => !reached.has(document))).toEqual([]);
  });
});
