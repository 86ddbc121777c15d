import { equalNames, foldCase } from './entries/names';

const NOTICE_PREFIXES: readonly string[] = [
  'license',
  'copying',
  'notice',
  'eula',
  'authors',
  'credits',
  'readme',
];

/**
 * Whether a file at the root of a source is a notice that travels with the drivers. (Packager rules,
 * 8. Where drivers come from. All names match case-insensitively.)
 */
export function isNotice(name: string): boolean {
  const folded = foldCase(name);
  return (
    NOTICE_PREFIXES.some((prefix) => folded.startsWith(prefix)) ||
    (folded.includes('license') && folded.endsWith('.txt'))
  );
}

const VERSION_MARKERS: readonly string[] = ['VERSION', 'version.txt', 'virtio-win-version.txt'];

/** Whether a file at the root of a source states its version. */
export function isVersionMarker(name: string): boolean {
  return VERSION_MARKERS.some((marker) => equalNames(marker, name));
}
