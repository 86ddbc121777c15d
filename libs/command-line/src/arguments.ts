import { InvalidArgumentError } from 'commander';

/** Reads the argument of an option that names a file or a directory. */
export function pathArgument(text: string): string {
  if (text === '') throw new InvalidArgumentError('A path is not empty.');
  if (text.includes('\0')) throw new InvalidArgumentError('A path holds no NUL character.');
  return text;
}
