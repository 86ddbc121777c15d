import type { Catalog } from './catalog';
import type { PackagedFile } from './packaged-file';

/** A driver for the check of its catalog, with the files that its INF files install. */
export interface SignedDriver {
  readonly catalog: Catalog;
  readonly architecture: 'x86' | 'amd64' | 'arm64';
  /**
   * The INF files that name the catalog, and every file that they copy; absent if only the catalog
   * is known.
   */
  readonly files?: readonly PackagedFile[];
  /** Whether Windows needs the driver to boot, so that setup must accept it. */
  readonly isBootCritical: boolean;
}
