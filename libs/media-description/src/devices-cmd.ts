/** `set "NAME=value"`, or `set NAME="value" "value"`. */
const ASSIGNMENT = /^set (?:"(?<single>\w+)=(?<value>[^"]*)"|(?<list>\w+)=(?<values>.*))$/i;

/**
 * Reads the variables that a generated `devices.cmd` sets. (Packager rules, 6. Device contract and
 * `devices.cmd`.) Ignores lines of another form, since anyone may have written the file.
 *
 * @returns The values of each variable.
 */
export function readDevicesCmd(text: string): ReadonlyMap<string, readonly string[]> {
  const variables = new Map<string, readonly string[]>();
  for (const line of text.split(/\r?\n/)) {
    const { single, value = '', list, values = '' } = ASSIGNMENT.exec(line)?.groups ?? {};
    if (single !== undefined) variables.set(single, [value]);
    if (list !== undefined) {
      variables.set(
        list,
        Array.from(values.matchAll(/"([^"]*)"/g), ([, item = '']) => item),
      );
    }
  }
  return variables;
}
