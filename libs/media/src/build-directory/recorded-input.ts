import { canonicalJson, canonicalSha256, type JsonValue } from '@aero-guest-tools/canonical-json';
import { objectOf, readShapedState, TEXT, type Shape } from './state-shape';

/**
 * A declarative input, recorded by the task that checked it for the tasks that follow. The value is
 * canonical JSON, so formatting and `$schema` do not affect later tasks.
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
 * @param ofValue The shape that the value must have, as far as it is read.
 * @returns The input, with the SHA-256 of the canonical JSON of its value in lower-case
 *   hexadecimal.
 * @throws InputError if the file is not one that {@link recordedInputText} makes.
 */
export async function readRecordedInput(
  file: string,
  task: string,
  ofValue: Shape = objectOf({}),
): Promise<RecordedInput & { readonly sha256: string }> {
  const recorded = await readShapedState(file, task, objectOf({ path: TEXT, value: ofValue }));
  const { path, value } = recorded as RecordedInput;
  return { path, value, sha256: canonicalSha256(value) };
}
