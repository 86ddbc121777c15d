import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { description, driver, HOSTILE, hostileDescription } from './description.fixture';
import { reportPage } from './report-page';
import { headline } from './verdict';

describe('the page', () => {
  const page = reportPage(description());

  test('is the same for the same media', () => {
    expect(reportPage(description())).toBe(page);
  });

  test('names nothing outside of itself', () => {
    expect(page).not.toMatch(/\b(?:src|href|xlink:href)="(?!#)/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  test('allows exactly its own style sheet and script', () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1] ?? '';
    const hashOf = (element: string): string => {
      const text = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf('style')}`,
      `script-src ${hashOf('script')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/ style="| on\w+="/);
  });

  test('stays below a megabyte with five thousand files', () => {
    const { manifest } = description();
    const files = Array.from({ length: 5000 }, (_, index) => ({
      path: `drivers/amd64/viostor/a longer name of a file ${String(index)}.sys`,
      sha256: 'f'.repeat(64),
      size: index,
    }));
    const large = reportPage(description({ manifest: { ...manifest, files } }));
    expect(Buffer.byteLength(large)).toBeLessThan(1_000_000);
    for (const { path } of files) expect(large.includes(path)).toBe(true);
  });
});

describe('names from drivers', () => {
  const page = reportPage(hostileDescription());

  test('are text, wherever they stand', () => {
    expect(page).not.toContain(HOSTILE);
    expect(page).not.toMatch(/<img|onerror=alert\(1\)>|<\/svg><script/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('\u202e');
  });

  test('leave the markup as it is', () => {
    const elements = (text: string): readonly string[] =>
      [...new Set(text.match(/<[a-z]\w*/g))].toSorted();
    const clean = new Set(elements(reportPage(description())));
    const added = elements(page).filter((element) => !clean.has(element));
    // Errors, problems and a missing timestamp are shown by elements that are no surprise.
    expect(added.filter((element) => !['<li', '<ul'].includes(element))).toEqual([]);
  });

  test('are arguments in the commands', () => {
    expect(page).toContain(`--version &#39;&quot;&gt;&lt;img src=x`);
    expect(page).toContain(String.raw`alert(&#39;\&#39;&#39;x&#39;\&#39;&#39;)`);
  });
});

describe('what the page says first', () => {
  const verdict = (
    withoutUpdates: 'accepted' | 'refused' | 'unknown' | 'test-signing' | 'if-trusted',
    withUpdates = withoutUpdates,
    updates: readonly string[] = [],
  ) =>
    driver({
      signing: { catalogs: [], problems: [], verdict: { withoutUpdates, withUpdates, updates } },
    });

  const onWindows11 = (
    secureBootOn: 'accepted' | 'refused',
    secureBootOff: 'accepted' | 'refused',
  ) =>
    driver({
      signing: {
        catalogs: [],
        problems: [],
        verdict: { windows: 'w11', secureBootOn, secureBootOff },
      },
    });

  test.each([
    ['good', 'Windows 7 accepts all 2 drivers', [verdict('accepted'), verdict('accepted')]],
    [
      'caution',
      'Windows 7 accepts the driver with updates',
      [verdict('refused', 'accepted', ['KB3033929'])],
    ],
    ['bad', 'Windows 7 refuses 1 of 2 drivers', [verdict('accepted'), verdict('refused')]],
    ['caution', 'Windows 7 may refuse 1 of 2 drivers', [verdict('accepted'), verdict('unknown')]],
    [
      'caution',
      'Windows 7 accepts all 2 drivers with test signing on',
      [verdict('accepted'), verdict('test-signing')],
    ],
    ['good', 'Windows 11 accepts the driver', [onWindows11('accepted', 'accepted')]],
    [
      'caution',
      'Windows 11 accepts the driver without Secure Boot',
      [onWindows11('refused', 'accepted')],
    ],
    ['bad', 'Windows 11 refuses all 1 driver', [onWindows11('refused', 'refused')]],
    ['neutral', 'There are no drivers on these media', []],
  ])('is %s: %s', (tone, text, drivers) => {
    expect(headline(description({ drivers }))).toMatchObject({ tone, text });
  });

  test('is the errors, if there are any', () => {
    const diagnostics = [{ severity: 'error' as const, message: 'wrong' }];
    expect(headline(description({ diagnostics }))).toMatchObject({
      tone: 'bad',
      text: 'A build would refuse these media today',
    });
  });

  test.each([
    ['test', 'test-signing', 'good'],
    ['none', 'refused', 'caution'],
    ['production', 'test-signing', 'caution'],
  ] as const)('respects the signing policy %s', (policy, acceptance, tone) => {
    const { manifest } = description();
    const media = description({
      manifest: { ...manifest, signing_policy: policy },
      drivers: [verdict(acceptance)],
    });
    expect(headline(media).tone).toBe(tone);
  });
});
