import type { Catalog } from './catalog';
import type { PackagedFile } from './packaged-file';

/** A driver as its catalog is checked: the files that the INF files install, and what these bind. */
export interface SignedDriver {
  readonly catalog: Catalog;
  readonly architecture: 'x86' | 'amd64';
  /** The INF files that name the catalog, and every file that they copy. */
  readonly files: readonly PackagedFile[];
  /** Hardware and compatible IDs that the INF files bind on the architecture. */
  readonly hardwareIds: readonly string[];
  /** Those that they bind on any. */
  readonly allHardwareIds: readonly string[];
  /** Whether Windows needs the driver to start, so that setup has to accept it. */
  readonly isBootCritical: boolean;
}
