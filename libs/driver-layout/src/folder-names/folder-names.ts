import type { Architecture } from '@aero-guest-tools/windows-target';
import { DRIVER_FOLDERS } from '../generated/driver-folders';

/**
 * The names of driver folders, from `specs/layout/driver-folders.json`, which its schema describes.
 * `generated/driver-folders.ts` is made from that file.
 */
export interface FolderNames {
  readonly architectures: ArchitectureFolders;
  readonly other_names: readonly {
    /** The last components of the folder's path, in lower case. */
    readonly folder: string;
    readonly driver: string;
  }[];
  readonly virtio_win: {
    readonly architectures: ArchitectureFolders;
    readonly windows: readonly WindowsFolders[];
    readonly driver_roots: readonly string[];
    readonly architecture_roots: readonly string[];
    readonly drivers: readonly UpstreamDriver[];
  };
}

/** The possible folder names of each architecture; the first that exists is taken. */
export type ArchitectureFolders = Readonly<Record<Architecture, readonly string[]>>;

/** The upstream folders for a Windows. */
export interface WindowsFolders {
  /** The id of the Windows. */
  readonly windows: string;
  /** The first that exists counts. */
  readonly folders: readonly string[];
  /** The ids of older versions whose drivers it uses if it has none of its own. */
  readonly fall_back_on?: readonly string[];
}

/** A driver of virtio-win. */
export interface UpstreamDriver {
  /**
   * The folder, as upstream spells it: the name by which specs ask for the driver, ignoring case.
   */
  readonly folder: string;
  /** Its INF file, in lower case. */
  readonly inf: string;
}

/** All names. */
export const FOLDER_NAMES: FolderNames = DRIVER_FOLDERS;
