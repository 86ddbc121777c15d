import type { Architecture } from '@aero-guest-tools/windows-target';
import { DRIVER_FOLDERS } from '../generated/driver-folders';

/**
 * What folders of drivers are called: `specs/layout/driver-folders.json`, which its schema
 * describes. `generated/driver-folders.ts` is made from it.
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

/** What the folder of each architecture may be called; the first that is there is taken. */
export type ArchitectureFolders = Readonly<Record<Architecture, readonly string[]>>;

/** The folders of upstream for a Windows. */
export interface WindowsFolders {
  /** The id of the Windows. */
  readonly windows: string;
  /** The first that is there counts. */
  readonly folders: readonly string[];
  /** The ids of older versions, whose drivers it takes where there are none of its own. */
  readonly fall_back_on?: readonly string[];
}

/** A driver of virtio-win. */
export interface UpstreamDriver {
  /** As upstream spells its folder, the name by which specs ask for it, whatever the case. */
  readonly folder: string;
  /** Its INF file, in lower case. */
  readonly inf: string;
}

/** The names that there are. */
export const FOLDER_NAMES: FolderNames = DRIVER_FOLDERS;
