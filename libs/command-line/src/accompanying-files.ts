import { join } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import type { MediaDescription } from '@aero-guest-tools/media-description';

/** A file beside the media that describes them. */
export interface AccompanyingFile {
  readonly name: string;
  /** Made from the same description as all others, so that they agree. */
  readonly contents: (description: MediaDescription) => string;
}

/** Writes accompanying files into a directory. */
export async function writeAccompanyingFiles(
  directory: string,
  files: readonly AccompanyingFile[],
  description: MediaDescription,
): Promise<void> {
  for (const { name, contents } of files) {
    await writeFileAtomically(join(directory, name), contents(description));
  }
}
