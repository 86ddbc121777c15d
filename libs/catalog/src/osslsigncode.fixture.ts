import { spawnSync } from 'node:child_process';

/** Why there is nothing to compare with; undefined if there is. */
export const withoutOsslsigncode = [
  ['osslsigncode', '--version'],
  ['openssl', 'version'],
]
  .filter(([program = '', ...args]) => spawnSync(program, args).status !== 0)
  .map(([program = '']) => `${program} (Debian package of the same name) is not installed`)
  .at(0);

/** What osslsigncode says of an executable and a catalog. */
export interface Opinion {
  readonly isMember: boolean;
  /** Besides, whether the catalog is signed by somebody whom the certificates vouch for. */
  readonly isValid: boolean;
}

export interface OpinionOptions {
  /** When to verify, in seconds since 1970: it does not take the word of a timestamp without its authority. */
  readonly time: number;
  /** A file of certificates in PEM; those of the system by default. */
  readonly authorities?: string;
}

/** Asks an implementation that shares nothing with this one. */
export function osslsigncode(
  catalogPath: string,
  imagePath: string,
  { time, authorities }: OpinionOptions,
): Opinion {
  const trusted = authorities === undefined ? [] : ['-CAfile', authorities];
  const ignored = ['-ignore-timestamp', '-ignore-crl', '-ignore-cdp'];
  const { status, stdout } = spawnSync(
    'osslsigncode',
    ['verify', ...ignored, ...trusted, '-time', String(time), '-catalog', catalogPath, imagePath],
    { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  );
  return { isMember: stdout.includes('File is signed in catalog'), isValid: status === 0 };
}
