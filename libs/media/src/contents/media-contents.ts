import type { Digest } from '../files/digest';

/** Size and SHA-256 of each file on a medium, by its path. */
export type MediaContents = ReadonlyMap<string, Digest>;
