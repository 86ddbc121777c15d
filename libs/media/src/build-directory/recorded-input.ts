import {
  canonicalJson,
  canonicalSha256,
  parseJson,
  type JsonValue,
} from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import { readStateFile } from './state-file';

/**
 * A declarative input as the task that checked it leaves it for the tasks that follow: its value, in
 * canonical JSON, so that formatting and `$schema` end there.
 */
export interface RecordedInput {
  /** Relative to the workspace, components joined by `/`. */
  readonly path: string;
  /** What the file holds, without `$schema`. */
  readonly value: JsonValue;
}

/** The text of a recorded input. */
export function recordedInputText({ path, value }: RecordedInput): string {
  return canonicalJson({ path, value });
}

/**
 * Reads a recorded input.
 *
 * @param task The task that recorded it.
 * @returns It, with the SHA-256 of the canonical JSON of its value, in lower-case hexadecimal.
 * @throws InputError if the file is not one that {@link recordedInputText} makes.
 */
export async function readRecordedInput(
  file: string,
  task: string,
): Promise<RecordedInput & { readonly sha256: string }> {
  const recorded = parseJson(await readStateFile(file, task), file).value;
  if (typeof recorded === 'object' && recorded !== null && !Array.isArray(recorded)) {
    const { path, value } = recorded;
    if (typeof path === 'string' && value !== undefined) {
      return { path, value, sha256: canonicalSha256(value) };
    }
  }
  throw new InputError({
    file,
    message: 'this is not an input that an earlier task has recorded',
    remedy: `run ${task} again`,
  });
}
