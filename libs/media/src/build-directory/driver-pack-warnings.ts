import { existsSync } from 'node:fs';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { BuildDirectory } from './build-directory';
import { DIAGNOSTIC, listOf, objectOf, readShapedState } from './state-shape';

/** The name of the warnings file in a driver pack. */
export const DRIVER_PACK_WARNINGS_NAME = 'warnings.json';

/**
 * The text of `driver-pack/warnings.json`. Undefined if there are no warnings; no file is written
 * then.
 */
export function driverPackWarningsText(warnings: readonly Diagnostic[]): string | undefined {
  return warnings.length === 0 ? undefined : `${JSON.stringify({ warnings }, null, 2)}\n`;
}

/**
 * Reads the warnings that extract-drivers found about the source.
 *
 * @throws InputError if the file is not one that extract-drivers writes.
 */
export async function readDriverPackWarnings({
  driverPackWarnings: file,
}: Pick<BuildDirectory, 'driverPackWarnings'>): Promise<readonly Diagnostic[]> {
  if (!existsSync(file)) return [];
  const value = await readShapedState(file, 'extract-drivers', WARNINGS);
  return (value as { readonly warnings: readonly Diagnostic[] }).warnings;
}

const WARNINGS = objectOf({ warnings: listOf(DIAGNOSTIC) });
