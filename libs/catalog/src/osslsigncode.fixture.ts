import { spawnSync } from 'node:child_process';

/** Why the comparison cannot run; undefined if it can. */
export const withoutOsslsigncode = [
  ['osslsigncode', '--version'],
  ['openssl', 'version'],
]
  .filter(([program = '', ...args]) => spawnSync(program, args).status !== 0)
  .map(([program = '']) => `${program} (Debian package of the same name) is not installed`)
  .at(0);

/** osslsigncode's verdict on an executable and a catalog. */
export interface Opinion {
  readonly isMember: boolean;
  /** Also whether the certificates vouch for the signer of the catalog. */
  readonly isValid: boolean;
}

export interface OpinionOptions {
  /**
   * The time to verify at, in seconds since 1970: osslsigncode ignores a timestamp whose authority
   * it does not have.
   */
  readonly time: number;
  /** A PEM file of certificates; default: those of the system. */
  readonly authorities?: string;
}

/** Runs an independent implementation. */
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
