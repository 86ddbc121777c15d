import { changedWhileRead as problem, InputError } from '@aero-guest-tools/diagnostics';
import { type FileDescription } from './image-file';

/** The error for a file whose number of bytes is not its stated size. */
export function changedWhileRead(file: FileDescription, found: string): InputError {
  return new InputError(problem(file.path, { found, expected: `${String(file.size)} bytes` }));
}
