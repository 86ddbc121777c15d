/** Something that the user may have set: an option or an environment variable. */
export interface Setting {
  /** As the user writes it: `--signing-policy`, `SOURCE_DATE_EPOCH`. */
  readonly name: string;
  readonly value: string | undefined;
}

/** The value that the user set, and where, for errors: `the option --signing-policy`. */
export interface ChosenSetting {
  readonly value: string;
  readonly origin: string;
}

/**
 * Chooses between an option and the environment variable of the same meaning. The option wins, even
 * an empty one. An empty variable counts as unset, since some shells cannot unset one.
 *
 * @returns Undefined if the user set neither.
 */
export function chosenSetting(option: Setting, variable: Setting): ChosenSetting | undefined {
  if (option.value !== undefined) {
    return { value: option.value, origin: `the option ${option.name}` };
  }
  if (variable.value !== undefined && variable.value !== '') {
    return { value: variable.value, origin: `the environment variable ${variable.name}` };
  }
  return undefined;
}
