/** What the layout of an image depends on of a file. */
export interface FileDescription {
  /** Where it stands in the image: names separated by `/`, such as `drivers/x86/viostor/viostor.inf`. */
  readonly path: string;
  /** Its length in bytes: less than 4 GiB. */
  readonly size: number;
}

/** A file to be recorded by `writeImage`, which reads it when the layout is known. */
export interface ImageFile extends FileDescription {
  /** SHA-256 of its contents in lower-case hexadecimal. Files of equal hash and size share an extent. */
  readonly sha256?: string | undefined;
  /**
   * Its contents. Called at most once, when the image has been written up to it, and not at all if
   * another file with the same contents has been recorded already. Each piece is copied before the
   * next one is asked for, so that the source may use one buffer over and over.
   */
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Contents that are read from beginning to end. */
export interface FileReader {
  /** Of the contents, in lower-case hexadecimal, where somebody has hashed these bytes before. */
  readonly sha256?: string | undefined;
  /** Fills the target with what comes next. @returns The bytes that were read; fewer only at the end. */
  read(target: Uint8Array): number;
  /** Ends the reading. @throws If there is more to be read than the size of the file, or it changed. */
  close(): void;
}

export interface ImageOptions {
  /** The name of the volume; recorded as {@link volumeIdentifier} makes it. */
  readonly volumeId: string;
  /**
   * The one date of everything in the image, in whole seconds since 1970; clamped to the years 1900
   * to 2155.
   */
  readonly sourceDateEpoch: number;
  /**
   * Directories to record even if no file stands in them, as paths. One that a file or another
   * directory implies may be named too.
   */
  readonly directories?: readonly string[] | undefined;
}
