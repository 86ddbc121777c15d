import type { Problem } from '../diagnostic';

/** What a path can name besides a regular file and a directory. */
export type SpecialFile = 'link' | 'other';

/**
 * That a path names something else than a regular file or a directory: a link, which could lead anywhere, or what has no
 * contents of its own. Windows has junctions and other reparse points beside symbolic links; Node reports all as links.
 *
 * @param remedy Where the default does not fit: nobody can replace a link inside an image.
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
