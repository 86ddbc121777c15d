import type { Architecture } from './architecture';
import type { WindowsTarget } from './windows-target';

/** A system that the attribute `OS` of a catalog names. */
export interface CatalogSystem {
  /** `6.1`, `10.0`. */
  readonly version: string;
  /** Architectures that we do not support (ia64, arm) keep their names. */
  readonly architecture: string;
}

/**
 * Inf2Cat's names of versions, in lower case, without the parts that distinguish servers, clients
 * and architectures.
 */
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['2000', '5.0'],
  ['xp', '5.1'],
  ['2003', '5.2'],
  ['vista', '6.0'],
  ['2008', '6.0'],
  ['v60', '6.0'],
  ['7', '6.1'],
  ['2008r2', '6.1'],
  ['v61', '6.1'],
  ['8', '6.2'],
  ['v62', '6.2'],
  ['63', '6.3'],
  ['v63', '6.3'],
  ['10', '10.0'],
  ['v100', '10.0'],
  ['2016', '10.0'],
  ['2019', '10.0'],
  ['2022', '10.0'],
  ['2025', '10.0'],
]);

/**
 * Names of releases of Windows 10 and newer; those of servers come without a version before them.
 */
const RELEASES_OF_10 = /^(?:rs\d|19h1|au|vb|fe|co|ni|cu|ge|zn)$/;

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86', 'x86'],
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['arm', 'arm'],
  ['ia64', 'ia64'],
]);

/**
 * Parses a name in the attribute `OS` of a catalog: `7X64`, `Server2008R2X64`, `_v63`,
 * `_v100_X64_22H2`, `10_GE_X64`.
 *
 * Source of the names: "Inf2Cat", option /os, and the catalogs of the Hardware Dev Center. A name
 * like `_v63` without an architecture is for x86.
 *
 * @returns Undefined for an unknown name, which proves nothing.
 */
export function catalogSystem(name: string): CatalogSystem | undefined {
  const words = name
    .toLowerCase()
    .replace(/^server/, 'server_')
    .replace(/(x86|x64|arm64|ia64|arm)$/, '_$1')
    .split('_')
    .filter((word) => word !== '' && word !== 'server' && word !== 'hyper');
  const architecture = words.map((word) => ARCHITECTURES.get(word)).find((word) => word);
  const [first = '', second = ''] = words;
  const version =
    first === '6' && second === '3'
      ? '6.3'
      : (VERSIONS.get(first) ?? (RELEASES_OF_10.test(first) ? '10.0' : undefined));
  if (version === undefined) return undefined;
  if (architecture !== undefined) return { version, architecture };
  return first.startsWith('v') && first !== 'vista' ? { version, architecture: 'x86' } : undefined;
}

/**
 * Whether a name in the attribute `OS` of a catalog names a target: NT version and architecture
 * must match.
 */
export function namesTarget(
  name: string,
  target: WindowsTarget,
  architecture: Architecture,
): boolean {
  const system = catalogSystem(name);
  const version = `${String(target.majorVersion)}.${String(target.minorVersion)}`;
  return system?.version === version && system.architecture === architecture;
}
