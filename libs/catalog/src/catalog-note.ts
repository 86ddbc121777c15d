import type { Problem } from '@aero-guest-tools/diagnostics';

/** Names of notes that do not change. */
export type CatalogNoteCode =
  'system-not-named' | 'publisher-not-trusted' | 'publisher-sha-2' | 'memory-integrity';

/** Something that whoever installs a driver may want to know. Windows accepts the driver all the same. */
export interface CatalogNote extends Problem {
  readonly code: CatalogNoteCode;
  readonly file: string;
}
