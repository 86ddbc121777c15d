import { relative } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import {
  volumeIdentifier,
  volumeIdentifierWarnings,
} from '@aero-guest-tools/iso9660/volume-identifier';
import type { BuildDirectory } from '../build-directory/build-directory';
import { formatMediaPlan, portablePath, type MediaPlan } from '../build-directory/media-plan';
import type { HashedSource } from '../files/media-source';
import { placeOf } from './made-files';

export interface MediaPlanOptions {
  /** The directory that the sources in the plan are relative to. */
  readonly workspaceRoot: string;
  readonly volumeId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
}

/**
 * The plan of the media, which make-iso, make-zip and package follow.
 *
 * @param files All files of the media, in byte order of the path.
 * @param warnings Of staging.
 */
export function mediaPlan(
  files: readonly HashedSource[],
  warnings: readonly Diagnostic[],
  { workspaceRoot, volumeId, sourceDateEpoch }: MediaPlanOptions,
  directory: BuildDirectory,
): MediaPlan {
  return {
    volumeId: volumeIdentifier(volumeId),
    sourceDateEpoch,
    files: files.map((file) => {
      const source = portablePath(relative(workspaceRoot, placeOf(file, directory)));
      const { path, sha256, size } = file;
      return { path, source, sha256, size };
    }),
    warnings: [...volumeIdentifierWarnings(volumeId), ...warnings],
  };
}

/** Writes the plan of the media, see {@link mediaPlan}. */
export async function writeMediaPlan(
  ...[files, warnings, options, directory]: Parameters<typeof mediaPlan>
): Promise<MediaPlan> {
  const plan = mediaPlan(files, warnings, options, directory);
  await writeFileAtomically(directory.plan, formatMediaPlan(plan));
  return plan;
}
