import { InputError } from '@aero-guest-tools/diagnostics';
import { describeOpenError } from './open-regular-file';

/** A reason why a file cannot be read. */
export interface Unreadable {
  /** Its name in the message. */
  readonly what?: string | undefined;
  /** A `NotARegularFileError`, or the error of the file system. */
  readonly error: unknown;
  readonly remedy: string;
}

/** The problem of a file that cannot be opened or read, or is not a regular file. */
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
