/** A file that goes into an archive. */
export interface ZipFile {
  /** Relative to the root of the archive, components separated by `/`: `drivers/x86/a.sys`. */
  readonly path: string;
  /** Bytes, an integer of 0 or more. */
  readonly size: number;
  /**
   * The contents, from the beginning, as exactly `size` bytes. Called once or twice, and gives the
   * same bytes each time. A chunk is not overwritten before the next one is asked for.
   */
  open(): AsyncIterable<Uint8Array>;
}
