import { changedWhileRead as problem, InputError } from '@aero-guest-tools/diagnostics';
import { type FileDescription } from './image-file';

/** The refusal of a file that has not as many bytes as its size says. */
export function changedWhileRead(file: FileDescription, found: string): InputError {
  return new InputError(problem(file.path, { found, expected: `${String(file.size)} bytes` }));
}
