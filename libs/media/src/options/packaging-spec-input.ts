import { parseJson } from '@aero-guest-tools/canonical-json';
import type { PackagingSpec } from '@aero-guest-tools/packaging-spec';
import { parsePackagingSpec } from '@aero-guest-tools/packaging-spec/parse-packaging-spec';
import { readInput } from './read-input';

/** A packaging spec that an option names. */
export interface PackagingSpecInput {
  /** The packaging spec, a JSON file. */
  readonly spec: string;
  /** As the manifest records it: relative to the workspace, components joined by `/`. */
  readonly packagingSpecPath: string;
}

/**
 * Reads a packaging spec.
 *
 * @throws InputError if the file cannot be read, or with everything that is wrong with it.
 */
export async function readPackagingSpec(file: string): Promise<PackagingSpec> {
  return parsePackagingSpec(parseJson(await readInput(file, 'the packaging spec'), file));
}
