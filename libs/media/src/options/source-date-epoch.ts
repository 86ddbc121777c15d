import { InputError } from '@aero-guest-tools/diagnostics';
import { chosenSetting, type Setting } from './setting';

/** The environment variable of reproducible-builds.org. */
export const SOURCE_DATE_EPOCH_VARIABLE = 'SOURCE_DATE_EPOCH';

/**
 * The time that the user chose: by the option, else by the environment variable.
 *
 * @param variable The value of {@link SOURCE_DATE_EPOCH_VARIABLE}.
 * @returns Seconds since 1970-01-01 00:00:00 UTC; undefined if the user chose none.
 * @throws InputError if the setting that wins is not a time.
 */
export function chosenSourceDateEpoch(
  option: Setting,
  variable: string | undefined,
): number | undefined {
  const chosen = chosenSetting(option, { name: SOURCE_DATE_EPOCH_VARIABLE, value: variable });
  return chosen === undefined ? undefined : parseSourceDateEpoch(chosen.value, chosen.origin);
}

/**
 * Reads a time as the SOURCE_DATE_EPOCH specification of reproducible-builds.org writes it.
 *
 * @param text What the user wrote.
 * @param origin Where they wrote it, for the error: an option or an environment variable.
 * @returns Seconds since 1970-01-01 00:00:00 UTC.
 * @throws InputError unless it is a non-negative integer (packager rules, 9. Outputs).
 */
export function parseSourceDateEpoch(text: string, origin: string): number {
  const seconds = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(seconds)) {
    throw new InputError({
      id: 'option.not-a-time',
      message: `${origin} is not a time`,
      found: JSON.stringify(text),
      expected: 'a non-negative whole number: seconds since 1970-01-01 00:00:00 UTC',
      remedy: 'give the output of `git log -1 --format=%ct`, for example',
    });
  }
  return seconds;
}
