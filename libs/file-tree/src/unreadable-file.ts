import { InputError } from '@aero-guest-tools/diagnostics';
import { describeOpenError } from './open-regular-file';

/** What keeps a file from being read. */
export interface Unreadable {
  /** As the message names it. */
  readonly what?: string | undefined;
  /** A `NotARegularFileError`, or the error of the file system. */
  readonly error: unknown;
  readonly remedy: string;
}

/** The refusal of a file that cannot be opened or read, or is no regular file. */
export function unreadableFile(
  file: string,
  { what = 'the file', error, remedy }: Unreadable,
): InputError {
  return new InputError(
    {
      id: 'file.unreadable',
      file,
      message: `${what} cannot be read`,
      found: describeOpenError(error),
      expected: 'a readable file',
      remedy,
    },
    { cause: error },
  );
}
