import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * The identity of a virtio-win image, and nothing that depends on where or when it was found: what
 * `virtio-win.json` holds, and what everything made from the image is keyed on.
 */
export interface PinnedImage {
  /** An ISO image, or the directory that one was extracted to. */
  readonly kind: 'iso' | 'directory';
  /**
   * Lower-case hexadecimal. Of the bytes of an ISO image; of the canonical listing of a directory,
   * which gives path, size and SHA-256 of every file.
   */
  readonly sha256: string;
  /** In bytes: of the ISO image, or of all files in the directory together. */
  readonly size: number;
  /** Volume identifier of an ISO image (ECMA-119, 8.4.8), without trailing spaces. */
  readonly volume_id: string | null;
}

/** The text of a `virtio-win.json`: the same bytes for the same image. */
export function pinnedImageText({ kind, sha256, size, volume_id }: PinnedImage): string {
  return `${JSON.stringify({ kind, sha256, size, volume_id }, null, 2)}\n`;
}

/**
 * Reads the text of a `virtio-win.json`.
 *
 * @param file The name to show in errors.
 * @throws InputError if it is not what {@link pinnedImageText} writes.
 */
export function parsePinnedImage(text: Uint8Array | string, file: string): PinnedImage {
  const { value } = parseJson(text, file);
  if (isObject(value)) {
    const { kind, sha256, size, volume_id } = value;
    if (
      (kind === 'iso' || kind === 'directory') &&
      typeof sha256 === 'string' &&
      isSha256(sha256) &&
      typeof size === 'number' &&
      Number.isSafeInteger(size) &&
      size >= 0 &&
      (typeof volume_id === 'string' || volume_id === null)
    ) {
      return { kind, sha256, size, volume_id };
    }
  }
  throw new InputError({
    file,
    message: 'this does not identify a virtio-win image',
    found: JSON.stringify(value).slice(0, 200),
    expected: 'an object with kind, sha256, size and volume_id',
    remedy: 'fetch the image again, which writes the file',
  });
}

/** Whether a text is a SHA-256 as this project writes them: 64 lower-case hexadecimal digits. */
export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
