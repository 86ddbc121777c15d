import type { Problem } from '@aero-guest-tools/diagnostics';

/** The notes, by their ids. */
export type CatalogNoteId =
  | 'catalog.system-not-named'
  | 'catalog.publisher-not-trusted'
  | 'catalog.publisher-sha-2'
  | 'catalog.memory-integrity';

/**
 * Something that a person who installs a driver may want to know. Windows accepts the driver all
 * the same.
 */
export interface CatalogNote extends Problem {
  readonly id: CatalogNoteId;
  readonly file: string;
}
