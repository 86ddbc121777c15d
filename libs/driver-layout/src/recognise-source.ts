import type { Entry } from './entries/entry';
import type { PackagesTree } from './packages/driver-folders';
import { recogniseLayout } from './packages/recognise-layout';
import { hasUpstreamLayout } from './virtio-win/has-upstream-layout';
import { windowsFolders, type WindowsFolder } from './virtio-win/windows-folders';

/** How the drivers of a source are laid out. */
export interface RecognisedSource {
  /** Undefined if no layout is found. */
  readonly layout: 'virtio-win' | 'packages' | undefined;
  /**
   * In the layout `virtio-win`: the folders of a driver that hold an INF file. Empty for a tree in
   * which drivers share folders.
   */
  readonly windowsFolders: readonly WindowsFolder[];
  /** What the layouts of CI or the packager give, if there is no such folder. */
  readonly packages: PackagesTree | undefined;
}

/**
 * Recognises how a source lays drivers out (packager rules, 8. Where drivers come from): as a
 * virtio-win image or another tree of its drivers, otherwise in the layout of CI or of the
 * packager.
 */
export function recogniseSource(entries: readonly Entry[]): RecognisedSource {
  const folders = windowsFolders(entries);
  if (folders.length > 0) {
    return { layout: 'virtio-win', windowsFolders: folders, packages: undefined };
  }
  const packages = recogniseLayout(entries);
  const other = packages === undefined ? undefined : 'packages';
  return {
    layout: hasUpstreamLayout(entries) ? 'virtio-win' : other,
    windowsFolders: [],
    packages,
  };
}
