import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atBuild, windowsTarget } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import {
  CODE_SIGNING_POLICIES,
  codeSigningPolicy,
  type CodeSigningRule,
} from './code-signing-policies';

describe('rules 11: who has to have signed what a Windows loads', () => {
  test.each([
    ['w7', undefined, 'amd64', '7, Server 2008 R2'],
    ['2k8R2', undefined, 'amd64', '7, Server 2008 R2'],
    ['w8', undefined, 'x86', '8, 8.1, Server 2012, Server 2012 R2'],
    ['2k12R2', undefined, 'amd64', '8, 8.1, Server 2012, Server 2012 R2'],
    ['w10', 10_240, 'amd64', '10 1507 and 1511'],
    ['w10', 10_586, 'x86', '10 1507 and 1511'],
    ['w10', 14_393, 'amd64', '10 1607 to 1803'],
    ['w10', 17_134, 'amd64', '10 1607 to 1803'],
    ['w10', 17_763, 'amd64', '10 1809 and newer, 11'],
    ['w10', undefined, 'amd64', '10 1809 and newer, 11'],
    ['w11', undefined, 'amd64', '10 1809 and newer, 11'],
    ['w11', undefined, 'arm64', '10 and 11 on ARM64'],
    ['2k16', undefined, 'amd64', 'Server 2016 and newer'],
    ['2k25', undefined, 'amd64', 'Server 2016 and newer'],
  ] as const)('%s at build %s on %s: that of %s', (id, build, architecture, expected) => {
    const target = windowsTarget(id);
    const windows = build === undefined ? target : atBuild(target, build);
    expect(codeSigningPolicy(windows, architecture).windows).toBe(expected);
  });

  test('each rule names its page, and one that is disputed at least two statements', () => {
    for (const { rules } of CODE_SIGNING_POLICIES) {
      for (const { acceptance, statements } of Object.values(rules).flatMap(({ on, off }) => [
        on,
        off,
      ])) {
        expect(statements.length).toBe(acceptance === 'unknown' ? 2 : 1);
        for (const { says, source } of statements) expect([says, source]).not.toContain('');
      }
    }
  });

  test('docs/catalogs.md has the same table, with the same sources', () => {
    const page = readFileSync(join(__dirname, '../../../docs/catalogs.md'), 'utf8');
    const [text = '', sources = ''] = page.split('\n## Sources\n');
    const [, section = ''] = text.split('\n## What newer Windows accepts\n');
    const rows = (section.split('\n## ')[0] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
    const [head = [], , ...body] = rows;
    const [, , ...kinds] = head;
    const documented = body.flatMap(([windows = '', secureBoot, ...cells]) =>
      (secureBoot === '' ? ['on', 'off'] : [secureBoot]).map((state) => [
        `${windows}, ${state ?? ''}`,
        ...cells.map((cell) => withTitles(cell, sources)),
      ]),
    );
    const expected = CODE_SIGNING_POLICIES.flatMap(({ windows, rules }) =>
      (['on', 'off'] as const).map((state) => [
        `${windows}, ${state}`,
        ...kinds.map((kind) => {
          const known = Object.entries(rules).find(([name]) => name === kind);
          return known === undefined ? kind : textOf(known[1][state]);
        }),
      ]),
    );
    expect(kinds.toSorted()).toEqual(Object.keys(CODE_SIGNING_POLICIES[0]?.rules ?? {}).toSorted());
    expect(documented).toEqual(expected);
  });
});

const WORDS: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  refused: 'refused',
  unknown: 'may be refused',
  'test-signing': 'test signing',
};

function textOf({ acceptance, statements }: CodeSigningRule): string {
  const titles = new Set(statements.map(({ source }) => source));
  return `${WORDS[acceptance] ?? acceptance}: ${[...titles].toSorted().join('; ')}`;
}

/** A cell, such as `accepted [15]`, with its numbers replaced by the titles that they refer to. */
function withTitles(cell: string, sources: string): string {
  const [, word = '', numbers = ''] = /^(.*) \[([\d, ]+)\]$/.exec(cell) ?? [];
  const titles = numbers.split(', ').map((number) => {
    const entry =
      new RegExp(`^${number}\\. ([^]*?)(?=\\n\\d+\\. |\\n\\n)`, 'm').exec(sources)?.[1] ?? '';
    const known = CODE_SIGNING_POLICIES.flatMap(({ rules }) => Object.values(rules))
      .flatMap(({ on, off }) => [...on.statements, ...off.statements])
      .map(({ source }) => source)
      .find((source) => plain(entry).includes(source));
    return known ?? `no source ${number}`;
  });
  return `${word}: ${titles.toSorted().join('; ')}`;
}

/** The text without Markdown markup and links. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('_', '')
    .replaceAll(/\s+/g, ' ');
}
