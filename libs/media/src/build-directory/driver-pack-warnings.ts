import { existsSync } from 'node:fs';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { BuildDirectory } from './build-directory';
import { DIAGNOSTIC, listOf, objectOf, readShapedState } from './state-shape';

/** The name of the file in a driver pack. */
export const DRIVER_PACK_WARNINGS_NAME = 'warnings.json';

/** The text of `driver-pack/warnings.json`; undefined where there are none, and no file. */
export function driverPackWarningsText(warnings: readonly Diagnostic[]): string | undefined {
  return warnings.length === 0 ? undefined : `${JSON.stringify({ warnings }, null, 2)}\n`;
}

/**
 * Reads what extract-drivers found remarkable about the source.
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
