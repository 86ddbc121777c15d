import type { Digest } from '@aero-guest-tools/file-tree';

/** Size and SHA-256 of each file on a medium, by its path. */
export type MediaContents = ReadonlyMap<string, Digest>;
