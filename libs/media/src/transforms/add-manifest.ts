import type { Transform } from 'node:stream';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { sha256Of } from '../files/digest';
import { mediaFileFromMemory, mediaPathOf, type MediaFile } from '../files/media-file';
import {
  createManifest,
  formatManifest,
  MANIFEST_NAME,
  refuseManifestPath,
  type ManifestFacts,
} from '../manifest/manifest';
import { allFiles } from './file-transform';

/**
 * Takes all files, which carry their SHA-256 by now, and passes them on with `manifest.json`, which
 * lists them, in byte order of their paths.
 *
 * @returns A transform that fails with an InputError if there is a file of that name already.
 */
export function addManifest(facts: ManifestFacts): Transform {
  return allFiles((files) => {
    for (const file of files) refuseManifestPath(mediaPathOf(file));
    return [...files, manifestFile(facts, files)].toSorted((a, b) =>
      compareBytes(mediaPathOf(a), mediaPathOf(b)),
    );
  });
}

function manifestFile(facts: ManifestFacts, files: readonly MediaFile[]): MediaFile {
  const manifest = createManifest(
    facts,
    files.map((file) => ({
      path: mediaPathOf(file),
      size: file.size,
      sha256: sha256(file),
    })),
  );
  const bytes = formatManifest(manifest);
  return Object.assign(mediaFileFromMemory(MANIFEST_NAME, bytes), { sha256: sha256Of(bytes) });
}

function sha256(file: MediaFile): string {
  if (file.sha256 === undefined) throw new Error(`${file.path} was not hashed`);
  return file.sha256;
}
