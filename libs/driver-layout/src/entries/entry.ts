/** Something in a source of drivers, as far as its layout is concerned: directories are implied by the paths. */
export interface Entry {
  /** Relative to the root of the source, components joined by `/`. */
  readonly path: string;
}
