import { InputError, type Flaw, type Problem } from '@aero-guest-tools/diagnostics';
import { parseJson } from './json-document';
import type { JsonValue } from './json-value';

/**
 * Parses JSON text that a program wrote. A user who finds it damaged did not write it, so advice on
 * how to write JSON would mislead: it is refused as a whole.
 *
 * @param refusal Makes the problem of a file with such a flaw.
 * @throws InputError if it is not JSON.
 */
export function parseWrittenJson(
  text: Uint8Array | string,
  file: string,
  refusal: (file: string, flaw: Flaw) => Problem,
): JsonValue {
  try {
    return parseJson(text, file).value;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [{ position, message, found, expected } = { message: '' }] = error.diagnostics;
    throw new InputError(
      refusal(file, { position, found: `${message} (${found ?? ''})`, expected }),
      { cause: error },
    );
  }
}
