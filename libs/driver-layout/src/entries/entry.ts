/**
 * An entry in a source of drivers, as far as its layout is concerned. The paths imply the
 * directories.
 */
export interface Entry {
  /** Relative to the root of the source, components joined by `/`. */
  readonly path: string;
}
