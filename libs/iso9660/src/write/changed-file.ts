import { InputError } from '@aero-guest-tools/diagnostics';
import { type FileDescription } from './image-file';

/** The refusal of a file that has not as many bytes as its size says. */
export function changedWhileRead(file: FileDescription, found: string): InputError {
  return new InputError({
    file: file.path,
    message: 'the file changed while it was read',
    found,
    expected: `${String(file.size)} bytes`,
    remedy: 'run again when nothing writes to the file any more',
  });
}
