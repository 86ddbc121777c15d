import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is proved, a line each on standard output, and a folder for what it takes. */
export class Proof {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), 'registry-proof-')));
  readonly #begin = performance.now();
  /** How many checks have failed. */
  failed = 0;

  /** A path in the folder. */
  path(...names: string[]): string {
    return join(this.#root, ...names);
  }

  /** Where images are kept, for all builds. */
  get store(): string {
    return this.path('store');
  }

  /** Compares two values by their JSON. */
  check(what: string, found: unknown, expected: unknown): void {
    const [is, be] = [JSON.stringify(found), JSON.stringify(expected)];
    const seconds = ((performance.now() - this.#begin) / 1000).toFixed(0).padStart(4);
    if (is !== be) this.failed++;
    console.log(`${seconds} s  ${is === be ? 'passed' : 'FAILED'}  ${what}`);
    if (is !== be) console.log(`        found    ${is}\n        expected ${be}`);
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
