import { buildDirectory } from '../build-directory/build-directory';
import type { MediaPlan } from '../build-directory/media-plan';
import { hashFiles } from '../staging/hash-files';
import { writeMadeFiles } from '../staging/made-files';
import { stageDirectory, type StageDirectoryOptions } from '../staging/stage-directory';
import { writeMediaPlan, type MediaPlanOptions } from '../staging/write-media-plan';

export interface StageMediaOptions extends StageDirectoryOptions, MediaPlanOptions {
  /** Holds what the earlier tasks made, and receives the plan and the manifest. */
  readonly buildDirectory: string;
}

/**
 * The task `stage-media`: decides what is on the media. Writes the manifest, the other files made
 * for the media, and the plan that make-iso and make-zip follow. Copies nothing; certificates are
 * encoded again.
 *
 * @throws InputError with every path, payload file and certificate that cannot be on the media, or
 *   with every driver whose signature does not satisfy the signing policy.
 */
export async function stageMedia(options: StageMediaOptions): Promise<MediaPlan> {
  const directory = buildDirectory(options.buildDirectory);
  const staged = await stageDirectory(options, directory);
  const files = await hashFiles(staged.files, staged.facts);
  await writeMadeFiles(files, directory);
  return writeMediaPlan(files, staged.warnings, options, directory);
}
