import { join, sep } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { driverMediaDirectory } from '@aero-guest-tools/driver-layout/driver-media-path';
import type { ExtractedDrivers } from '@aero-guest-tools/media/steps/extract-drivers';

/** Drivers that were taken from a source into a directory. */
export interface TakenDrivers extends Pick<ExtractedDrivers, 'selection'> {
  /** Absolute directory that holds `drivers/<architecture>/<driver>`. */
  readonly directory: string;
  /** What messages call the source. */
  readonly label: string;
}

/**
 * An error about drivers that were taken from a source, changed to name them where the user has
 * them. The directory that they were taken to no longer exists when the user reads the error.
 *
 * @returns Any other error unchanged.
 */
export function namedInSource(error: unknown, drivers: TakenDrivers): unknown {
  if (!(error instanceof InputError)) return error;
  return new InputError(
    error.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      file: diagnostic.file === undefined ? undefined : sourceOf(diagnostic.file, drivers),
    })),
    { cause: error },
  );
}

function sourceOf(file: string, { directory, label, selection }: TakenDrivers): string {
  const folders = selection.drivers.map((driver) => ({
    taken: join(directory, driverMediaDirectory(driver)),
    from: `${label}: ${driver.directory}`,
  }));
  const folder = folders.find(({ taken }) => file === taken || file.startsWith(`${taken}${sep}`));
  if (folder) return `${folder.from}${file.slice(folder.taken.length).replaceAll(sep, '/')}`;
  return file === directory || file.startsWith(`${directory}${sep}`) ? label : file;
}
