import { createHash } from 'node:crypto';
import { HOSTILE } from '@aero-guest-tools/media-description/description.fixture';
import { describe, expect, test } from '@jest/globals';
import { comparison, equalComparison, hostileComparison } from './comparison.fixture';
import { comparisonPage } from './comparison-page';

const page = comparisonPage(...comparison());

/** The text of a page, with white space collapsed. */
const textOf = (markup: string): string =>
  markup.replaceAll(/<style>[^]*?<\/style>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the page of a comparison', () => {
  test('is the same for the same comparison', () => {
    expect(comparisonPage(...comparison())).toBe(page);
  });

  test('loads nothing, runs nothing, and allows its own style sheet alone', () => {
    expect(page).not.toMatch(
      /\b(?:src|href)="(?!#)|url\(|@import|https?:|<script| style="| on\w+="/,
    );
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('says what has changed: at a glance, then each change', () => {
    const text = textOf(page);
    expect(text).toContain('3 of 4 drivers differ');
    expect(text).toContain('1 the same, 1 changed, 1 added, 1 removed');
    expect(text).toContain('Version 61.0.0.1 → 61.0.0.2');
    expect(text).toMatch(
      /Binds now PCI\\VEN_1AF4&amp;DEV_1001 Binds no longer PCI\\VEN_1AF4&amp;DEV_1042/,
    );
    expect(text).toContain('Installs now viostor, started on demand');
    expect(text).toMatch(/viostor\.inf \[Version\] Class = SCSIAdapter/);
    expect(text).toContain('New files viostor.dll, 7 bytes');
    expect(text).toContain('Verdict Windows 11: accepted');
    expect(text).toContain('Files gone readme.txt, 3 bytes');
  });

  test('says that both hold the same', () => {
    const text = textOf(comparisonPage(...equalComparison()));
    expect(text).toContain('Both are the same');
    expect(text).toContain('No driver has changed.');
  });
});

test('names from drivers are text, wherever they stand', () => {
  const hostile = comparisonPage(...hostileComparison());
  expect(hostile).not.toContain(HOSTILE);
  expect(hostile).not.toMatch(/<img|<script|<\/svg>/);
  expect(hostile).not.toContain('\u202e');
  const elements = (text: string): ReadonlySet<string> => new Set(text.match(/<[a-z]\w*/g));
  const clean = elements(page);
  expect([...elements(hostile)].filter((element) => !clean.has(element))).toEqual([]);
});
