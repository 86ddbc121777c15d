import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly engines?: { readonly node?: string };
}

const lock = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Packages from the registry: not the workspaces of this repository, nor the links to them. */
const published = Object.entries(lock.packages).filter(
  ([path, { link }]) => /(?:^|\/)node_modules\//.test(path) && link !== true,
);

/** Whether a range of semver has Node 20.19 in it, going by the lower bound of each alternative. */
function admitsOldestNode(range: string): boolean {
  return range.split('||').some((alternative) => {
    const bound = /^\s*(>=?|\^|~)?\s*v?(\d+)(?:\.(\d+))?/.exec(alternative);
    if (bound === null) return alternative.trim() === '*';
    const [, operator = '', major, minor = '0'] = bound;
    const isBelow = Number(major) < 20 && operator.startsWith('>');
    return isBelow || (Number(major) === 20 && Number(minor) <= 19);
  });
}

// npm installs an entry without a checksum as it comes. It leaves the checksum out when the registry does not
// answer for a package, as happens with native code of other platforms behind a partial mirror.
describe('the lock file', () => {
  test('lists the native code of every platform that a developer may have', () => {
    const platforms = published.flatMap(([path]) =>
      path.startsWith('node_modules/@nx/nx-') ? [path.slice('node_modules/@nx/nx-'.length)] : [],
    );
    expect(platforms).toEqual(
      expect.arrayContaining([
        'darwin-arm64',
        'darwin-x64',
        'linux-arm64-gnu',
        'linux-x64-gnu',
        'win32-arm64-msvc',
        'win32-x64-msvc',
      ]),
    );
  });

  test('has the SHA-512 of every package', () => {
    expect(published.length).toBeGreaterThan(500);
    const withoutChecksum = published.filter(
      ([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
    );
    expect(withoutChecksum).toEqual([]);
  });

  // npm warns of each such package. It copies `engines` from the registry; that of libdeflate is removed by hand,
  // after every update: docs/decisions/0003-libdeflate.md says why that is honest.
  test('has no package that asks for a newer Node than 20.19', () => {
    const tooNew = published.filter(
      ([, { engines }]) => engines?.node !== undefined && !admitsOldestNode(engines.node),
    );
    expect(tooNew).toEqual([]);
  });
});
