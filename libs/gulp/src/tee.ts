import type { Transform } from 'node:stream';
import { mediaFileOf, readableFileOf, type MediaFile } from '@aero-guest-tools/media/transforms';
import { fileTransform, through } from './file-transform';

/**
 * Sends all files through each of several transforms, and passes on their results: ISO, zip and
 * manifest of the same files. The transforms get the files one transform after the other, once the
 * last file has arrived. Each opens the contents separately, so none has to wait for another or
 * buffer what another has not read yet, as with copies of one stream.
 *
 * @returns A transform that fails if one of them does.
 */
export function tee(...branches: readonly Transform[]): Transform {
  return fileTransform(async function* (files) {
    const all: MediaFile[] = [];
    for await (const file of files) all.push(file);
    for (const branch of branches) {
      yield* through(
        all.map((file) => mediaFileOf(readableFileOf(file))),
        branch,
      );
    }
  });
}
