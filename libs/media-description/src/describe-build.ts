import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { buildDirectory } from '@aero-guest-tools/media';
import { readBuiltMedia, type PackagedMedia } from '@aero-guest-tools/media/packaged-media';
import { readDriverPackParts } from './driver-pack-parts';
import { mediaDescription, type MediaChoice, type MediaDescription } from './media-description';

/**
 * Describes the media that a build has made, from the files in its build directory.
 *
 * @param packaged The result of `package`, if it has run in this process.
 * @param choice The choices besides the spec, if there were any.
 * @throws InputError if a file is missing, or not one that its task wrote.
 */
export async function describeBuild(
  directoryPath: string,
  packaged?: PackagedMedia,
  choice?: MediaChoice,
): Promise<MediaDescription> {
  const { manifest, outputs, drivers, warnings, volumeId } = await readBuiltMedia(
    directoryPath,
    packaged,
  );
  const { licenses } = buildDirectory(directoryPath);
  const hashes = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const { driverPack, licences } = await readDriverPackParts(manifest, async (path) => {
    const file = join(licenses, path.slice('licenses/'.length));
    const bytes = await readFile(file).catch(() => undefined);
    // A file of that name may also have come from the guest-tools directory.
    return bytes !== undefined && sha256Of(bytes) === hashes.get(path) ? bytes : undefined;
  });
  return mediaDescription({
    manifest,
    outputs: outputs.map(({ path, size, sha256 }) => ({ name: basename(path), size, sha256 })),
    volumeId,
    drivers,
    driverPack,
    licences,
    diagnostics: warnings,
    choice,
  });
}
