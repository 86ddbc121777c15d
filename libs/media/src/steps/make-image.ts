import { dirname, resolve } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { buildDirectory } from '../build-directory/build-directory';
import { digestFileOf, formatDigestFile } from '../build-directory/digest-file';
import { parseMediaPlan, type MediaPlan, type PlannedFile } from '../build-directory/media-plan';
import { readStateFile } from '../build-directory/state-file';
import { fileOnDisk, type DigestedFile } from '@aero-guest-tools/file-tree';
import { mediaFileOf, type MediaFile } from '../files/media-file';
import { writeOutput } from '../transforms/write-output';

export interface MakeImageOptions {
  /** The directory that the sources in the plan are relative to. */
  readonly workspaceRoot: string;
  /** Holds the plan, and receives the image in a folder of its own. */
  readonly buildDirectory: string;
}

/**
 * The common part of make-iso and make-zip: makes one file of the plan's files, verifying them. The
 * SHA-256 is written beside it, so that `package` can tell whether a cache restored it unchanged.
 *
 * @param made The path of the image.
 */
export async function makeImage(
  options: MakeImageOptions,
  made: 'madeIso' | 'madeZip',
  imageOf: (plan: MediaPlan) => Transform,
): Promise<DigestedFile> {
  const { plan: planFile, [made]: image } = buildDirectory(options.buildDirectory);
  const plan = parseMediaPlan(await readStateFile(planFile, 'stage-media'), planFile);
  const outputs: DigestedFile[] = [];
  await pipeline(
    Readable.from(plan.files.map((file) => plannedFile(file, options.workspaceRoot))),
    imageOf(plan),
    writeOutput(dirname(image), (output) => outputs.push(output)),
  );
  const [output] = outputs;
  if (output === undefined) throw new Error('the image was not written');
  await writeFileAtomically(
    digestFileOf(output.path),
    formatDigestFile(output.path, output.sha256),
  );
  return output;
}

/** Reading it fails if it is not the file that was planned. */
function plannedFile({ source, ...file }: PlannedFile, workspaceRoot: string): MediaFile {
  const absolutePath = resolve(workspaceRoot, source);
  return mediaFileOf(fileOnDisk({ ...file, absolutePath }, 'run the task that makes it again'));
}
