import type { Catalog } from './catalog';
import type { PackagedFile } from './packaged-file';

/** A driver as its catalog is checked: the files that the INF files install. */
export interface SignedDriver {
  readonly catalog: Catalog;
  readonly architecture: 'x86' | 'amd64' | 'arm64';
  /** The INF files that name the catalog, and every file that they copy; absent where only the catalog is known. */
  readonly files?: readonly PackagedFile[];
  /** Whether Windows needs the driver to start, so that setup has to accept it. */
  readonly isBootCritical: boolean;
}
