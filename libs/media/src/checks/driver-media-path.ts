import type { DriverReport } from '@aero-guest-tools/packaging-spec';

/**
 * Where a file of a driver stands on the media. (Packager rules, 2. Driver input tree: the output always
 * says x86 and amd64.)
 *
 * @param path Relative to the driver directory, components joined by `/`.
 */
export function driverMediaPath(
  { name, architecture }: Pick<DriverReport, 'name' | 'architecture'>,
  path: string,
): string {
  return `drivers/${architecture}/${name}/${path}`;
}
