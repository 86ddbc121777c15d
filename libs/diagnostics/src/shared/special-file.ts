import type { Problem } from '../diagnostic';

/** What a path can name besides a regular file and a directory. */
export type SpecialFile = 'link' | 'other';

/**
 * The problem of a path that names neither a regular file nor a directory: a link, which could lead
 * anywhere, or something without contents of its own. Besides symbolic links, Windows has junctions
 * and other reparse points; Node reports all of them as links.
 *
 * @param remedy If the default does not fit: a link inside an image, for example, cannot be
 *   replaced.
 */
export function specialFile(file: string, kind: SpecialFile, remedy?: string): Problem {
  return kind === 'link'
    ? {
        id: 'file.link',
        file,
        message: 'symbolic links and junctions are refused',
        found: 'a symbolic link',
        expected: EXPECTED,
        remedy: remedy ?? 'replace the link with a copy of what it points to',
      }
    : {
        id: 'file.special',
        file,
        message: 'only files and directories are accepted',
        found: 'a device, socket or named pipe',
        expected: EXPECTED,
        remedy: remedy ?? 'remove it',
      };
}

const EXPECTED = 'a regular file or a directory';
