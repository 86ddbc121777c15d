import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@aero-guest-tools/diagnostics';
import { shownUrl } from '@aero-guest-tools/http-file/shown-url';

/** Where a source of drivers is. */
export type SourceLocation = LocalLocation | RemoteLocation;

/** On a file system. */
export interface LocalLocation {
  readonly kind: 'local';
  /** Absolute path of an image, an archive or a directory. */
  readonly path: string;
  /** Its name in messages: as the user named it. */
  readonly label: string;
}

/** On an HTTP server. */
export interface RemoteLocation {
  readonly kind: 'remote';
  /** `https:` or `http:`; with everything that the user wrote, including secrets. */
  readonly url: URL;
  /** The URL without the parts that may be secret. */
  readonly label: string;
}

/**
 * RFC 3986, 3.1, but at least two characters, since `C:\virtio-win.iso` begins with a drive letter.
 */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

const EXPECTED =
  'the path or the file: URL of an ISO image, a zip archive or a directory, or the https: URL of an image';

/**
 * Resolves a user's `source`: a path, a `file:` URL, or the URL of a remote image.
 *
 * @param baseDirectory Absolute; what a relative path is relative to.
 * @throws InputError if it is empty, a URL of another kind, or not a valid URL.
 */
export function resolveSource(source: string, baseDirectory: string): SourceLocation {
  if (source === '') {
    throw new InputError({
      id: 'source.not-named',
      message: 'no source of drivers is named',
      expected: EXPECTED,
      remedy: 'name one, for example by setting VIRTIO_WIN_ISO=/path/to/virtio-win.iso',
    });
  }
  const scheme = SCHEME.exec(source)?.[1]?.toLowerCase();
  if (scheme === undefined) return local(resolve(baseDirectory, source), source);
  if (scheme === 'file') return local(fromFileUrl(source), source);
  if (scheme === 'https' || scheme === 'http') return remote(source, scheme);
  throw new InputError({
    id: 'source.scheme',
    message: 'the source of the drivers has a scheme that is not supported',
    // The rest may hold a password.
    found: `${scheme}:`,
    expected: EXPECTED,
    remedy: 'download the image, and name the file',
  });
}

/**
 * The path of a source that must be on a file system.
 *
 * @throws InputError as {@link resolveSource}, and if it is remote.
 */
export function resolveLocalSource(source: string, baseDirectory: string): string {
  const location = resolveSource(source, baseDirectory);
  if (location.kind === 'local') return location.path;
  throw new InputError({
    file: location.label,
    id: 'source.must-be-local',
    message: 'this must be on a file system',
    found: 'the URL of a server',
    expected: 'a path, or a file: URL',
    remedy: 'download it, and name the path',
  });
}

function local(path: string, label: string): LocalLocation {
  return { kind: 'local', path, label };
}

function remote(source: string, scheme: string): RemoteLocation {
  if (!URL.canParse(source)) {
    throw new InputError({
      id: 'source.url-invalid',
      message: 'the URL of the source cannot be read',
      found: `${scheme}: with something that is not a host, a port or a path`,
      expected: 'a URL such as https://example.org/virtio-win.iso',
      remedy: 'correct it',
    });
  }
  const url = new URL(source);
  return { kind: 'remote', url, label: shownUrl(url) };
}

function fromFileUrl(source: string): string {
  try {
    return fileURLToPath(source);
  } catch (error) {
    throw new InputError(
      {
        file: source,
        id: 'source.file-url-invalid',
        message: 'the file: URL does not name a local path',
        found: (error as Error).message,
        expected: 'a URL such as file:///path/to/virtio-win.iso',
        remedy: 'correct the URL, or name the path',
      },
      { cause: error },
    );
  }
}
