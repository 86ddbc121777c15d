import { InvalidArgumentError, Option } from 'commander';

/** Reads the argument of an option that names a file or a directory. */
export function pathArgument(text: string): string {
  if (text === '') throw new InvalidArgumentError('A path is not empty.');
  if (text.includes('\0')) throw new InvalidArgumentError('A path holds no NUL character.');
  return text;
}

/** Reads the argument of an option that is a number of things. */
export function countArgument(text: string): number {
  const count = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count))
    throw new InvalidArgumentError('Not a whole number of 0 or more.');
  return count;
}

/** Reads the argument of an option that is a list, separated by commas. */
export function listArgument(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('A name is not empty.');
  return names;
}

/**
 * An option whose values `--help` lists and shells complete. The code that reads it accepts or
 * refuses other values, such as aliases.
 */
export function optionWithValues(
  flags: string,
  description: string,
  values: readonly string[],
): Option {
  const option = new Option(flags, description);
  option.argChoices = [...values];
  return option;
}
