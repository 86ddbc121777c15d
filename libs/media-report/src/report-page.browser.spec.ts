import { accessSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { MediaDescription } from '@aero-guest-tools/media-description';
import {
  description,
  driver,
  hostileDescription,
} from '@aero-guest-tools/media-description/description.fixture';
import { comparison, hostileComparison } from './comparison.fixture';
import { comparisonPage } from './comparison-page';
import { reportPage } from './report-page';

const CHROMIUM = '/usr/bin/chromium';

function hasChromium(): boolean {
  try {
    accessSync(CHROMIUM);
    return true;
  } catch {
    return false;
  }
}

function windows11Media(): MediaDescription {
  const target = { windows: 'w11', name: 'Windows 11', architectures: ['amd64'] } as const;
  const verdict = { windows: 'w11', secureBootOn: 'accepted', secureBootOff: 'accepted' } as const;
  const { manifest } = description();
  return description({
    manifest: { ...manifest, target },
    drivers: [driver({ signing: { catalogs: [], problems: [], verdict } })],
    diagnostics: [{ severity: 'warning', id: 'test.problem', message: 'one' }],
  });
}

const PAGES: Readonly<Record<string, string>> = {
  'usual media': reportPage(
    description({ diagnostics: [{ severity: 'warning', id: 'test.problem', message: 'one' }] }),
  ),
  'media for Windows 11': reportPage(windows11Media()),
  'hostile media': reportPage(hostileDescription()),
  'a comparison': comparisonPage(...comparison()),
  'a hostile comparison': comparisonPage(...hostileComparison()),
};

/** Widths in pixels, and the colour scheme that the reader's system prefers. */
const SIZES = [
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const;

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const isThere = hasChromium();
if (!isThere) console.warn(`skipped: the page in a browser, since ${CHROMIUM} is not there`);

(isThere ? describe : describe.skip)('the page in a browser', () => {
  let root: string;
  let browser: Browser;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'media-report-'));
    // CI runs as root in a container, where Chromium's sandbox does not start.
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  });

  interface Settings {
    /** In pixels. */
    readonly width?: number;
    readonly scheme?: 'light' | 'dark';
    readonly script?: boolean;
  }

  interface Opened {
    readonly page: Page;
    /** The complaints of the browser, and requests for anything besides the page. */
    readonly complaints: readonly string[];
  }

  async function open(
    name: string,
    { width = 1280, scheme = 'light', script = true }: Settings = {},
  ): Promise<Opened> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      javaScriptEnabled: script,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const file = join(root, 'report.html');
    writeFileSync(file, PAGES[name] ?? '');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  describe.each(Object.keys(PAGES))('%s', (name) => {
    test.each(SIZES)(
      '%d pixels wide, %s: nothing for axe to find, nothing cut',
      async (width, scheme) => {
        const { page, complaints } = await open(name, { width, scheme });
        expect(complaints).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        // Uses the debugger protocol, to which the policy of the page does not apply.
        const violations = await page.evaluate(`(async () => {
        ${AXE};
        const { violations } = await axe.run(document);
        return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '));
      })()`);
        expect(violations).toEqual([]);
        await page.context().close();
      },
    );
  });

  /** The visually separate parts of the page, by their names in these tests. */
  const LANDMARKS: Readonly<Record<string, string>> = {
    header: 'header',
    contents: 'nav',
    verdict: '.verdict',
    facts: '.facts',
    drivers: 'section[aria-labelledby=drivers]',
    warnings: 'section[aria-labelledby=warnings]',
    provenance: 'section[aria-labelledby=provenance]',
    sizes: 'section[aria-labelledby=sizes]',
    rebuild: 'section[aria-labelledby=rebuild]',
    files: 'section[aria-labelledby=files]',
  };

  interface Box {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }

  const boxes = async (page: Page, selector: string): Promise<readonly Box[]> =>
    page.evaluate(`Array.from(document.querySelectorAll(${JSON.stringify(selector)}))
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y: y + scrollY, width, height };
      })`);

  /** How many boxes are side by side, row by row. */
  const rows = (of: readonly Box[]): readonly number[] => {
    const counts = new Map<number, number>();
    for (const { y } of of) counts.set(Math.round(y), (counts.get(Math.round(y)) ?? 0) + 1);
    return [...counts.values()];
  };

  describe.each(SIZES)('%d pixels wide, %s', (width, scheme) => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await open('media for Windows 11', { width, scheme }));
    });
    afterAll(() => page.context().close());

    test('has its parts below one another in one column', async () => {
      const found = new Map<string, Box>();
      for (const [name, selector] of Object.entries(LANDMARKS)) {
        const [box, ...others] = await boxes(page, selector);
        expect(others).toEqual([]);
        if (box) found.set(name, box);
      }
      expect([...found.keys()]).toEqual(Object.keys(LANDMARKS));
      const margin = found.get('header')?.x ?? 0;
      expect(margin).toBeGreaterThanOrEqual(12);
      let end = 0;
      for (const [name, { x, y, width: wide, height }] of found) {
        expect({ name, left: x, right: x + wide }).toEqual({
          name,
          left: margin,
          right: width - margin,
        });
        expect(height).toBeGreaterThan(20);
        if (name !== 'contents') expect(y).toBeGreaterThanOrEqual(end);
        end = y + height;
      }
    });

    test('has the verdict and the facts on the first screen, and uses its width', async () => {
      const [verdict] = await boxes(page, '.verdict h2');
      expect(verdict && verdict.y + verdict.height).toBeLessThan(450);
      const facts = await boxes(page, '.facts > div');
      expect(rows(facts)).toEqual(width === 1280 ? [4, 2] : [2, 2, 2]);
      const [properties, devices] = await boxes(page, '.card-body > *');
      // What a driver binds is beside its properties if there is room, otherwise below them.
      expect(devices && properties && devices.x > properties.x).toBe(width === 1280);
      expect(devices && properties && devices.y >= properties.y + properties.height).toBe(
        width === 390,
      );
    });

    test('cuts no text off, and has none beside what it stands in', async () => {
      // An element with its own scroll bar may be wider than its visible part.
      const wide = await page.evaluate(`Array.from(document.querySelectorAll('body *'))
        .filter((element) => element.checkVisibility() && !element.closest('.hidden-text, .stacked thead, pre, .scroll, svg, .skip'))
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        .map((element) => element.outerHTML.slice(0, 100))`);
      expect(wide).toEqual([]);
      const beside = await page.evaluate(`Array.from(document.querySelectorAll('svg g > text'))
        .filter((text) => text.checkVisibility() && text.textContent !== '')
        .filter((text) => {
          const [inner, outer] = [text, text.parentElement.querySelector('rect')].map((item) => item.getBoundingClientRect());
          return inner.left < outer.left || inner.right > outer.right || inner.top < outer.top || inner.bottom > outer.bottom;
        })
        .map((text) => text.textContent)`);
      expect(beside).toEqual([]);
    });

    test('paints what its style sheet says: a screenshot has these colours where they belong', async () => {
      const places: Record<string, Box | undefined> = {
        page: { x: 0, y: 0, width: 8, height: 800 },
        'good-surface': (await boxes(page, '.verdict'))[0],
        surface: (await boxes(page, '.facts > div'))[0],
        'caution-surface': (await boxes(page, '.notice'))[0],
        amd64: (await boxes(page, '.tile-amd64 rect'))[0],
        sunken: (await boxes(page, 'pre'))[0],
      };
      const wanted = await page.evaluate(`Object.fromEntries(${JSON.stringify(Object.keys(places))}
        .map((name) => [name, getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()]))`);
      expect(await dominantColours(await page.screenshot({ fullPage: true }), places)).toEqual(
        wanted,
      );
    });

    test('has text in pictures that stands out from what is behind it (WCAG 2.2, 1.4.3)', async () => {
      const pairs: readonly { readonly text: string; readonly behind: string }[] =
        await page.evaluate(`Array.from(document.querySelectorAll('svg g > text'))
          .filter((text) => text.checkVisibility())
          .map((text) => ({
            text: getComputedStyle(text).fill,
            behind: getComputedStyle(text.parentElement.querySelector('rect')).fill,
          }))`);
      expect(pairs.length).toBeGreaterThan(10);
      for (const { text, behind } of pairs) {
        expect(contrast(text, behind)).toBeGreaterThanOrEqual(4.5);
      }
    });
  });

  /** The dominant colour of each place in a screenshot: `#f5f6f8`. */
  async function dominantColours(
    screenshot: Buffer,
    places: Readonly<Record<string, Box | undefined>>,
  ): Promise<unknown> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const colours: unknown = await page.evaluate(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${screenshot.toString('base64')}';
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas.drawImage(image, 0, 0);
      return Object.fromEntries(Object.entries(${JSON.stringify(places)}).map(([name, { x, y, width, height }]) => {
        const { data } = canvas.getImageData(x, y, width, height);
        const counts = new Map();
        for (let at = 0; at < data.length; at += 4) {
          const colour = '#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join('');
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
        return [name, [...counts].sort(([, a], [, b]) => b - a)[0][0]];
      }));
    })()`);
    await context.close();
    return colours;
  }

  /** Contrast ratio of two colours `rgb(1, 2, 3)` (WCAG 2.2, contrast ratio and relative luminance). */
  function contrast(a: string, b: string): number {
    const [lighter = 0, darker = 0] = [a, b].map(luminance).toSorted((x, y) => y - x);
    return (lighter + 0.05) / (darker + 0.05);
  }

  function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  test('filters the files as one types, by all words', async () => {
    const { page } = await open('usual media');
    await page.getByLabel('Show only files with').fill('DRIVERS .sys');
    expect(await page.locator('#file-list tbody tr:visible').allInnerTexts()).toEqual([
      expect.stringContaining('viostor.sys'),
    ]);
    expect(await page.getByRole('status').innerText()).toBe('1 of 3 files');
    await page.getByLabel('Show only files with').fill('');
    expect(await page.locator('#file-list tbody tr:visible').count()).toBe(3);
    await page.context().close();
  });

  test('can be read without scripts: all there but the field', async () => {
    const { page } = await open('usual media', { script: false });
    expect(await page.locator('#file-list tbody tr:visible').count()).toBe(3);
    expect(await page.locator('#filter-field').isVisible()).toBe(false);
    await page.context().close();
  });

  test('is used by the keyboard: the first stop leads to the drivers', async () => {
    const { page } = await open('usual media');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the drivers');
    await page.keyboard.press('Enter');
    // The press returns before the browser has moved.
    await page.waitForURL(/#drivers$/);
    expect(page.url()).toMatch(/#drivers$/);
    await page.context().close();
  });

  test('the page of a comparison can be used by the keyboard, and read without scripts', async () => {
    const { page } = await open('a comparison', { script: false, width: 390 });
    const stops: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      await page.keyboard.press('Tab');
      stops.push(await page.locator(':focus').evaluate((element) => element.textContent.trim()));
    }
    expect(stops.slice(0, 4)).toEqual([
      'Skip to the changes',
      'At a glance',
      'Changes',
      'Other files',
    ]);
    // The table has its own scroll bar.
    expect(stops[4]).toContain('vioscsi');
    expect(await page.getByRole('article').count()).toBe(3);
    await page.context().close();
  });

  test('prints on white, without what only a screen is for', async () => {
    const { page } = await open('usual media', { scheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('nav').isVisible()).toBe(false);
    await page.context().close();
  });
});
