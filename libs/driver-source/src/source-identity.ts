import { parseWrittenJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError, unusableState, type Flaw, type Problem } from '@aero-guest-tools/diagnostics';

/** How a source stores its files: an ISO image, a zip archive, or a directory. */
export type SourceKind = 'iso' | 'zip' | 'directory';

const SOURCE_KINDS: readonly SourceKind[] = ['iso', 'zip', 'directory'];

/**
 * The identity of a source, without anything that depends on where or when it was found. It is the
 * cache key of everything made from the source.
 */
export interface SourceIdentity {
  readonly kind: SourceKind;
  /**
   * Lower-case hexadecimal. SHA-256 of the bytes of an image or archive; for a directory, of its
   * canonical listing, which gives path, size and SHA-256 of every file.
   */
  readonly sha256: string;
  /** In bytes: of the image or archive, or of all files in the directory together. */
  readonly size: number;
  /** Volume identifier of an ISO image (ECMA-119, 8.4.8), without trailing spaces; else `null`. */
  readonly volume_id: string | null;
  /**
   * Present if files are taken at the locations that the list of a lock gives: the SHA-256 of that
   * list, see `lockedListSha256`. The other properties are then what the lock says of the image.
   * Nobody may have seen the image whole, so the list is all that is known of a file.
   */
  readonly list_sha256?: string | undefined;
}

/** The contents of `virtio-win.json`: the identity of the drivers' source. */
export interface DriversIdentity extends SourceIdentity {
  /** Identity of the certificates that replace the source's own. */
  readonly certificates?: SourceIdentity | undefined;
}

/** The text of a `virtio-win.json`: the same bytes for the same source. */
export function driversIdentityText({ certificates, ...source }: DriversIdentity): string {
  const value = {
    ...inOrder(source),
    ...(certificates === undefined ? {} : { certificates: inOrder(certificates) }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Reads the text of a `virtio-win.json`.
 *
 * @param file The name to show in errors.
 * @throws InputError if it is not what {@link driversIdentityText} writes.
 */
export function parseDriversIdentity(text: Uint8Array | string, file: string): DriversIdentity {
  const refusal = (named: string, flaw: Flaw): Problem =>
    unusableState(named, 'fetch-virtio-win', flaw);
  const value = parseWrittenJson(text, file, refusal);
  const identity = sourceIdentity(value);
  if (identity && isObject(value)) {
    const { certificates: ofCertificates } = value;
    if (ofCertificates === undefined) return identity;
    const certificates = sourceIdentity(ofCertificates);
    if (certificates) return { ...identity, certificates };
  }
  throw new InputError(
    refusal(file, {
      found: JSON.stringify(value).slice(0, 200),
      expected: 'an object with kind, sha256, size and volume_id',
    }),
  );
}

/** Whether a text is a SHA-256 in this project's format: 64 lower-case hexadecimal digits. */
export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/**
 * The SHA-256 that a user expects of a source, in this project's format.
 *
 * @throws InputError if it is not a SHA-256.
 */
export function expectedHash(expected: string | undefined): string | undefined {
  if (expected === undefined || isSha256(expected.toLowerCase())) return expected?.toLowerCase();
  throw new InputError({
    id: 'source.expected-hash-invalid',
    message: 'the expected SHA-256 of the source is not a SHA-256',
    found: JSON.stringify(expected),
    expected: '64 hexadecimal digits',
    remedy: 'correct it, or leave it out',
  });
}

function inOrder({ kind, sha256, size, volume_id, list_sha256 }: SourceIdentity): SourceIdentity {
  return {
    kind,
    sha256,
    size,
    volume_id,
    ...(list_sha256 === undefined ? {} : { list_sha256 }),
  };
}

function sourceIdentity(value: JsonValue): SourceIdentity | undefined {
  if (!isObject(value)) return undefined;
  const { sha256, size, volume_id, list_sha256 } = value;
  const kind = SOURCE_KINDS.find((name) => name === value['kind']);
  return kind !== undefined &&
    typeof sha256 === 'string' &&
    isSha256(sha256) &&
    typeof size === 'number' &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    (typeof volume_id === 'string' || volume_id === null) &&
    (list_sha256 === undefined || (typeof list_sha256 === 'string' && isSha256(list_sha256)))
    ? inOrder({ kind, sha256, size, volume_id, list_sha256 })
    : undefined;
}

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
