import { InputError, printable } from '@aero-guest-tools/diagnostics';
import { chosenSetting, type Setting } from './setting';

/**
 * A text that the manifest records, such as a version, from the option or else from the environment
 * variable.
 *
 * @returns Undefined if the user chose none.
 * @throws InputError if it is empty, or holds characters that cannot be shown.
 */
export function chosenRecordedText(option: Setting, variable: Setting): string | undefined {
  const chosen = chosenSetting(option, variable);
  if (chosen === undefined) return undefined;
  return parseRecordedText(chosen.value, chosen.origin);
}

/**
 * Checks a text that the manifest records.
 *
 * @param origin Where the user wrote it, for the error: an option or an environment variable.
 * @throws InputError if it is empty, or holds characters that cannot be shown.
 */
export function parseRecordedText(value: string, origin: string): string {
  if (value.trim() !== '' && printable(value) === value && !value.includes('\n')) return value;
  throw new InputError({
    id: 'option.not-a-line-of-text',
    message: `${origin} is not a text for the manifest`,
    found: JSON.stringify(value),
    expected: 'one line of visible characters',
    remedy: 'correct it, or leave it out',
  });
}
