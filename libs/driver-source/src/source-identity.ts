import { parseWrittenJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError, unusableState, type Flaw, type Problem } from '@aero-guest-tools/diagnostics';

/** How a source keeps its files: an ISO image, a zip archive, or a directory. */
export type SourceKind = 'iso' | 'zip' | 'directory';

const SOURCE_KINDS: readonly SourceKind[] = ['iso', 'zip', 'directory'];

/**
 * The identity of a source, and nothing that depends on where or when it was found: what everything
 * made from the source is keyed on.
 */
export interface SourceIdentity {
  readonly kind: SourceKind;
  /**
   * Lower-case hexadecimal. Of the bytes of an image or archive; of the canonical listing of a
   * directory, which gives path, size and SHA-256 of every file.
   */
  readonly sha256: string;
  /** In bytes: of the image or archive, or of all files in the directory together. */
  readonly size: number;
  /** Volume identifier of an ISO image (ECMA-119, 8.4.8), without trailing spaces; else `null`. */
  readonly volume_id: string | null;
  /**
   * Present where files are taken as the list of a lock places them: the SHA-256 of that list, see
   * `lockedListSha256`. The other properties are then what the lock says of the image, which nobody
   * has to have seen whole, so that all that is known of a file is what the list says.
   */
  readonly list_sha256?: string | undefined;
}

/** What `virtio-win.json` holds: the identity of the drivers' source. */
export interface DriversIdentity extends SourceIdentity {
  /** Of the certificates that take the place of those that the source brings along. */
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

/** Whether a text is a SHA-256 as this project writes them: 64 lower-case hexadecimal digits. */
export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/**
 * The SHA-256 that a user expects of a source, as this project writes them.
 *
 * @throws InputError if it is none.
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
