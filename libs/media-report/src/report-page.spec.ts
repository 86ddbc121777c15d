import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  description,
  driver,
  HOSTILE,
  hostileDescription,
} from '@aero-guest-tools/media-description/description.fixture';
import type { MediaDescription } from '@aero-guest-tools/media-description';
import { reportPage } from './report-page';
import { rebuildCommands } from './sections/rebuild';
import { headline } from './html/verdict';

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

describe('drivers for Windows Setup', () => {
  const { manifest } = description();
  const copy = {
    path: '$WinPEDriver$/amd64/viostor/viostor.sys',
    sha256: 'f'.repeat(64),
    size: 9000,
  };
  const files = [copy, ...manifest.files];
  const page = reportPage(description({ manifest: { ...manifest, files }, setupDrivers: true }));

  test('are a part of their own, not scripts and texts', () => {
    expect(page).toMatch(/Drivers again, for Windows Setup<\/th>\s*<td class="number">1</);
    expect(page).toContain('The ISO holds the contents of the drivers for Windows Setup once.');
    expect(reportPage(description())).not.toContain('Windows Setup');
  });

  test('are built again by the option', () => {
    expect(page).toMatch(/^ {2}--setup-drivers \\$/m);
    expect(reportPage(description())).not.toContain('--setup-drivers');
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
    // Errors, problems and a missing timestamp add only these elements.
    expect(added.filter((element) => !['<li', '<ul'].includes(element))).toEqual([]);
  });

  test('are arguments in the commands', () => {
    expect(page).toContain(`--version &#39;&quot;&gt;&lt;img src=x`);
    expect(page).toContain(String.raw`alert(&#39;\&#39;&#39;x&#39;\&#39;&#39;)`);
  });
});

describe('media for another Windows than 7', () => {
  const { manifest } = description();
  const target = { windows: 'w11', name: 'Windows 11', architectures: ['amd64', 'arm64'] } as const;
  const verdict = { windows: 'w11', secureBootOn: 'refused', secureBootOff: 'accepted' } as const;
  const signing = { catalogs: [], problems: [], verdict };
  const media = description({
    manifest: {
      ...manifest,
      target,
      provenance: { ...manifest.provenance, packaging_spec_path: 'packaging-spec.json' },
    },
    drivers: [driver({ signing }), driver({ architecture: 'arm64', signing })],
  });
  const page = reportPage(media);

  test('name their guests, and Windows 7 nowhere', () => {
    expect(page).toContain('Driver media for Windows 11 on amd64 and arm64');
    expect(page).toContain('What Windows 11 says to each');
    expect(page).toContain('For arm64 (64-bit ARM)');
    expect(page).toContain('1 for amd64, 1 for arm64');
    expect(page).not.toContain('Windows 7');
  });

  test('say of each driver what Secure Boot has to do with it', () => {
    const cells = Array.from(
      page.matchAll(
        /<span class="condition"[^>]*>([^<]*)<\/span\s*><span class="badge (\w+)"\s*>([^<]*)</g,
      ),
      ([, condition, tone, text]) => [`${condition}:`, tone, text].join(' '),
    );
    expect(cells).toEqual(
      [0, 1].flatMap(() => ['Secure Boot on: bad refused', 'Secure Boot off: good accepted']),
    );
  });

  test('are built again for the same guests, by the options that chose them', () => {
    const lines = (choice?: MediaDescription['choice']): readonly string[] =>
      rebuildCommands({ ...media, choice }).map((line) => line.replace(' \\', '').trim());
    expect(lines()).toEqual(
      expect.arrayContaining(['--windows w11', '--arch amd64,arm64', '--drivers viostor']),
    );
    expect(page).toContain('which the media do not record');
    const chosen = { spec: 'a.json', windows: 'w11', strictOptional: true };
    expect(lines(chosen)).toEqual(
      expect.arrayContaining(['--spec a.json', '--windows w11', '--strict-optional']),
    );
    expect(lines(chosen).join()).not.toMatch(/--drivers|--arch/);
    expect(reportPage({ ...media, choice: chosen })).not.toContain('which the media do not record');
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
    secureBootOff: 'accepted' | 'refused' | 'test-signing',
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
    [
      'caution',
      'Windows 11 accepts the driver without Secure Boot with test signing on',
      [onWindows11('refused', 'test-signing')],
    ],
    ['bad', 'Windows 11 refuses the driver', [onWindows11('refused', 'refused')]],
    ['neutral', 'There are no drivers on these media', []],
  ])('is %s: %s', (tone, text, drivers) => {
    expect(headline(description({ drivers }))).toMatchObject({ tone, text });
  });

  test('is the errors, if there are any', () => {
    const diagnostics = [{ severity: 'error', id: 'test.problem', message: 'wrong' } as const];
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
