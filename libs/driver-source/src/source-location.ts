import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@aero-guest-tools/diagnostics';

/** Where a source of drivers is to be had: so far on a file system. */
export interface SourceLocation {
  readonly kind: 'local';
  /** Absolute path of an image, an archive or a directory. */
  readonly path: string;
}

/** RFC 3986, 3.1, but at least two characters: `C:\virtio-win.iso` begins with a drive letter. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/**
 * Tells what a user's `source` means: a `file:` URL or a path.
 *
 * @param baseDirectory Absolute; what a relative path is relative to.
 * @throws InputError if it is empty, a remote URL, or a `file:` URL that names no local path.
 */
export function resolveSource(source: string, baseDirectory: string): SourceLocation {
  if (source === '') {
    throw new InputError({
      message: 'no source of drivers is named',
      expected: EXPECTED,
      remedy: 'name one, for example by setting VIRTIO_WIN_ISO=/path/to/virtio-win.iso',
    });
  }
  const scheme = SCHEME.exec(source)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'local', path: resolve(baseDirectory, source) };
  if (scheme === 'file') return { kind: 'local', path: fromFileUrl(source) };
  throw new InputError({
    file: source,
    message: 'a remote source is not supported yet',
    found: `the scheme ${scheme}:`,
    expected: EXPECTED,
    remedy: 'download the image, and name the file',
  });
}

const EXPECTED = 'the path or the file: URL of an ISO image, a zip archive or a directory';

function fromFileUrl(source: string): string {
  try {
    return fileURLToPath(source);
  } catch (error) {
    throw new InputError(
      {
        file: source,
        message: 'the file: URL does not name a local path',
        found: (error as Error).message,
        expected: 'a URL such as file:///path/to/virtio-win.iso',
        remedy: 'correct the URL, or name the path',
      },
      { cause: error },
    );
  }
}
