/** The facts about a file that the layout of an image depends on. */
export interface FileDescription {
  /** Its path in the image: names separated by `/`, such as `drivers/x86/viostor/viostor.inf`. */
  readonly path: string;
  /** Its length in bytes: less than 4 GiB. */
  readonly size: number;
}

/** A file that `writeImage` records; it is read after the layout is known. */
export interface ImageFile extends FileDescription {
  /** SHA-256 of its contents in lower-case hexadecimal. Files of equal hash and size share an extent. */
  readonly sha256?: string | undefined;
  /**
   * Its contents. Called at most once, when the image has been written up to it, and not at all if
   * another file with the same contents has been recorded already. Each piece is copied before the
   * next one is asked for, so the source may reuse one buffer.
   */
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Contents that are read from beginning to end. */
export interface FileReader {
  /** SHA-256 of the contents, in lower-case hexadecimal, if these bytes were hashed before. */
  readonly sha256?: string | undefined;
  /**
   * Fills the target with the next bytes. @returns The number of bytes read; fewer only at the end.
   */
  read(target: Uint8Array): number;
  /** Ends reading. @throws If there are more bytes than the size of the file, or if it changed. */
  close(): void;
}

export interface ImageOptions {
  /** The name of the volume, recorded as {@link volumeIdentifier} converts it. */
  readonly volumeId: string;
  /**
   * The date of everything in the image, in whole seconds since 1970; clamped to the years 1900 to
   * 2155.
   */
  readonly sourceDateEpoch: number;
  /**
   * Paths of directories to record even if they hold no file. Directories that a file or another
   * directory implies may be included.
   */
  readonly directories?: readonly string[] | undefined;
}
