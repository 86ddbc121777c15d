import { fillFileAtomically, writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { readProgress } from '@aero-guest-tools/diagnostics';
import type { ImageOptions } from '@aero-guest-tools/iso9660/write';
import { writeZip } from '@aero-guest-tools/zip';
import type { BuildDirectory } from '../build-directory/build-directory';
import type { HashedSource, MediaSource } from '../files/media-source';
import type { ManifestFacts } from '../manifest/manifest';
import { mediaRecorder } from './media-recorder';

export interface RecordingOptions extends ImageOptions {
  /**
   * The most threads that compress; fewer run if there is little to compress. Does not affect the
   * bytes.
   */
  readonly workers: number;
  /** Reports progress. */
  readonly progress?: ((activity: string) => void) | undefined;
}

/**
 * Makes ISO and zip of the files of the media and of the manifest, reading and hashing each file
 * once.
 *
 * @returns All files of the media, in byte order of the path, the manifest among them.
 * @throws InputError as `mediaRecorder`; no image is left then.
 */
export function recordImages(
  files: readonly MediaSource[],
  facts: ManifestFacts,
  { workers, progress, ...options }: RecordingOptions,
  directory: Pick<BuildDirectory, 'iso' | 'zip'>,
): Promise<readonly HashedSource[]> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const onRead = progress && readProgress(progress, 'writing the ISO and the zip', total);
  return fillFileAtomically(directory.iso, async (iso) => {
    const media = mediaRecorder(files, facts, options, iso, onRead);
    const { sourceDateEpoch } = options;
    await writeStreamAtomically(directory.zip, writeZip(media.files, { sourceDateEpoch, workers }));
    return media.complete();
  });
}
