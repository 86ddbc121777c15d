import { accessSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { description, hostileDescription } from './description.fixture';
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

const PAGES: Readonly<Record<string, string>> = {
  'usual media': reportPage(
    description({ diagnostics: [{ severity: 'warning', message: 'one' }] }),
  ),
  'hostile media': reportPage(hostileDescription()),
};

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const isThere = hasChromium();
if (!isThere) console.warn(`skipped: the page in a browser, since ${CHROMIUM} is not there`);

(isThere ? describe : describe.skip)('the page in a browser', () => {
  let root: string;
  let browser: Browser;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'media-report-'));
    // CI runs as root in a container, where the sandbox of Chromium does not start.
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
    /** What the browser complained about, and what the page asked for besides itself. */
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
    test.each([
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const)(
      '%d pixels wide, %s: nothing for axe to find, nothing cut',
      async (width, scheme) => {
        const { page, complaints } = await open(name, { width, scheme });
        expect(complaints).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        // By the protocol of the debugger, which the policy of the page does not concern.
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

  /** What is where, in the order of the page: what a screenshot shows, without its pixels. */
  const structure = async (page: Page): Promise<readonly string[]> =>
    page.evaluate(`
      Array.from(document.querySelectorAll('h1, h2, h3, h4, svg, table, dl, pre, input'))
        .filter((element) => element.checkVisibility())
        .map((element) => {
          const { x, right } = element.getBoundingClientRect();
          const fits = x >= 0 && right <= innerWidth ? '' : ', beyond the screen';
          const text = /^H[1-6]/.test(element.tagName) ? ' ' + element.textContent.trim() : '';
          return element.tagName.toLowerCase() + text + fits;
        })`);

  test.each([1280, 390])('shows the same parts in the same order at %d pixels', async (width) => {
    const { page } = await open('usual media', { width });
    expect(await structure(page)).toEqual([
      'h1 Aero Guest Tools 1.2.3',
      'svg',
      'h2 Windows 7 accepts the driver',
      'dl',
      'h2 Drivers',
      'table',
      'h3 For amd64 (64-bit)',
      'h4 viostor',
      'dl',
      'h2 Warnings',
      'h3 Warning: one',
      'dl',
      'h2 Where it came from',
      'svg',
      'h2 Sizes',
      'svg',
      'table',
      'h2 Build them again',
      'pre',
      'h2 Files',
      'input',
      'table',
    ]);
    await page.context().close();
  });

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
    expect(page.url()).toMatch(/#drivers$/);
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
