import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CHECKOUT, GENUINE_IMAGE } from './workspace-copy';

const README = readFileSync(join(CHECKOUT, 'README.md'), 'utf8');

/** What README.md shows as the end of a build, line by line. */
function shownSummary(): readonly string[] {
  return (/^```text\n([^]*?)\n```$/m.exec(README)?.[1] ?? '').split('\n');
}

/** The summary of a build from the image that README.md is about. */
function printedSummary(): readonly string[] {
  const work = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    const program = join(CHECKOUT, 'node_modules/.bin/aero-guest-tools');
    const place = ['--out-dir', 'dist/guest-tools/virtio-win', '--store', join(work, 'store')];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [program, 'build', GENUINE_IMAGE, '--build-id', 'f'.repeat(40), ...place],
      { cwd: work, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout
      .replaceAll(`${work}/`, '')
      .replaceAll(/\b[0-9a-f]{40,64}\b/g, '<hash>')
      .split('\n');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const SIZE = /[\d,]+(?= bytes$)/;

/** Of a line that ends with a number of bytes. */
function bytes(line: string): number {
  return Number(SIZE.exec(line)?.[0].replaceAll(',', ''));
}

describe('README.md', () => {
  test('is one page', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(120);
  });

  const hasImage = existsSync(GENUINE_IMAGE);
  if (!hasImage) console.warn(`skipped: ${GENUINE_IMAGE} is not there`);

  // Sizes may differ by a tenth, so that an edit of the guest scripts needs no edit here.
  (hasImage ? test : test.skip)('shows what a build prints', () => {
    const shown = shownSummary();
    const printed = printedSummary();
    const last = shown.indexOf('  …');
    expect(last).toBeGreaterThan(10);
    const comparable = (line: string): string =>
      line.replaceAll(/\b[0-9a-f]+…/g, '<hash>').replace(SIZE, '<size>');
    expect(shown.slice(0, last).map(comparable)).toEqual(printed.slice(0, last).map(comparable));
    for (const [index, line] of shown.entries()) {
      if (!SIZE.test(line)) continue;
      const ratio = bytes(line) / bytes(printed[index] ?? '');
      expect({ line, near: ratio > 0.9 && ratio < 1.1 }).toEqual({ line, near: true });
    }
  });
});
