import { buildDirectory } from '../build-directory/build-directory';
import type { MediaPlan } from '../build-directory/media-plan';
import { recordImages } from '../recording/record-images';
import { writeMadeFiles } from '../staging/made-files';
import { stageDirectory } from '../staging/stage-directory';
import { writeMediaPlan } from '../staging/write-media-plan';
import type { StageMediaOptions } from './stage-media';

export interface RecordMediaOptions extends StageMediaOptions {
  /**
   * The most threads that compress; fewer run if there is little to compress. Does not affect the
   * bytes.
   */
  readonly workers: number;
  /** Reports progress. */
  readonly progress?: ((activity: string) => void) | undefined;
}

/**
 * The tasks `stage-media`, `make-iso` and `make-zip` in one, for builds without a cache between
 * tasks. Each source is read and hashed once, and goes to the ISO and to the zip as it is read. The
 * bytes are the same as those of the separate tasks.
 *
 * @throws InputError as stageMedia, or if a file changes while it is read; no image is left then.
 */
export async function recordMedia(options: RecordMediaOptions): Promise<MediaPlan> {
  const directory = buildDirectory(options.buildDirectory);
  const staged = await stageDirectory(options, directory);
  const files = await recordImages(staged.files, staged.facts, options, directory);
  await writeMadeFiles(files, directory);
  return writeMediaPlan(files, staged.warnings, options, directory);
}
