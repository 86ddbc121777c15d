import { InputError } from '@aero-guest-tools/diagnostics';

/** A place, visible to other people, that names a source. */
export interface PublicPlace {
  /** Its name in messages: `the option source`. */
  readonly name: string;
  /** The environment variable with the same meaning, which nobody else can see, if there is one. */
  readonly variable?: string | undefined;
}

/**
 * Checks that a source names no secret where others can see it. Every user of the machine can see
 * command lines (`ps`). Task options are in the log of Nx, in its run files, and in those of
 * continuous integration.
 *
 * @throws InputError if the source is a URL with user name, password, query or fragment, without
 *   showing them.
 */
export function requirePublicSource(source: string, { name, variable }: PublicPlace): void {
  const secret = secretPart(source);
  if (secret === undefined) return;
  throw new InputError({
    id: 'source.secret-in-url',
    message: `${name} may contain a secret that others can see there`,
    found: `a URL with ${secret}`,
    expected: 'a URL without user name, password, query and fragment',
    remedy: `${
      variable === undefined
        ? 'download the file, and name that'
        : `set the environment variable ${variable} to the URL, and leave the option out`
    }; if it was a secret, change it, since logs have it now`,
  });
}

/**
 * The authority of a URL, and everything after its path, even if the URL is not valid (RFC 3986,
 * 3).
 */
const URL_PARTS =
  /^[a-z][a-z0-9+.-]+:\/\/(?<authority>[^/?#]*)[^?#]*(?<query>\?[^#]*)?(?<fragment>#.*)?$/is;

function secretPart(source: string): string | undefined {
  const { authority = '', query, fragment } = URL_PARTS.exec(source.trim())?.groups ?? {};
  if (authority.includes('@')) return 'user name or password';
  if (query !== undefined) return 'a query';
  return fragment === undefined ? undefined : 'a fragment';
}
