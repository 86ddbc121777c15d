import { relative } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFileAtomically, writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import {
  volumeIdentifier,
  volumeIdentifierWarnings,
} from '@aero-guest-tools/iso9660/volume-identifier';
import { buildDirectory } from '../build-directory/build-directory';
import {
  formatMediaPlan,
  portablePath,
  type MediaPlan,
  type PlannedFile,
} from '../build-directory/media-plan';
import { checkedContents } from '../checks/checked-contents';
import {
  mediaFileFromDisk,
  mediaFileFromMemory,
  mediaPathOf,
  type DiskMediaFile,
  type MediaFile,
} from '../files/media-file';
import { MANIFEST_NAME } from '../manifest/manifest';
import { readManifestFacts, type ManifestFactsOptions } from '../manifest/read-manifest-facts';
import type { SigningDecision } from '../signing/apply-signing-policy';
import {
  selectMediaSources,
  writeGeneratedSources,
  type MediaSourcesOptions,
} from '../staging/media-sources';
import { setupDriverWarnings } from '../staging/setup-drivers';
import { addManifest } from '../transforms/add-manifest';
import { checkPaths } from '../transforms/check-paths';
import { checkSignatures } from '../transforms/check-signatures';
import { hashContents } from '../transforms/hash-contents';

export interface StageMediaOptions extends MediaSourcesOptions, ManifestFactsOptions {
  /** What the sources in the plan are relative to. */
  readonly workspaceRoot: string;
  /** Holds what the earlier tasks made, and receives the plan and the manifest. */
  readonly buildDirectory: string;
  readonly volumeId: string;
  /** Whether files may contradict their catalogs, where the policy is `none`. By default they may not. */
  readonly allowCatalogMismatch?: boolean;
}

/**
 * The task `stage-media`: decides what is on the media. Writes the manifest, what else is generated of the
 * drivers, and the plan that make-iso and make-zip follow; copies nothing but certificates, which are written
 * anew.
 *
 * @throws InputError with every path, payload file and certificate that cannot be on the media, or with every
 *   driver whose signature is not what the signing policy asks for.
 */
export async function stageMedia(options: StageMediaOptions): Promise<MediaPlan> {
  const directory = buildDirectory(options.buildDirectory);
  const warnings: Diagnostic[] = [...volumeIdentifierWarnings(options.volumeId)];
  const files: (MediaFile | DiskMediaFile)[] = [];
  const facts = await readManifestFacts(options, directory);
  if (options.setupDrivers === true) warnings.push(...setupDriverWarnings(facts.drivers));
  const sources = await selectMediaSources(options, directory, facts);

  await pipeline(
    Readable.from(
      sources.map(({ path, absolutePath, size, contents }) =>
        contents === undefined
          ? mediaFileFromDisk(path, absolutePath, size)
          : Object.assign(mediaFileFromMemory(path, contents), { sourcePath: absolutePath }),
      ),
    ),
    checkPaths((warning) => warnings.push(warning)),
    checkSignatures(facts.drivers, signingDecision(options), (warning) => warnings.push(warning)),
    hashContents(checkedContents(facts.drivers)),
    addManifest(facts),
    collect(files),
  );

  const plan: MediaPlan = {
    volumeId: volumeIdentifier(options.volumeId),
    sourceDateEpoch: options.sourceDateEpoch,
    files: files.map((file) =>
      planned(
        file,
        relative(
          options.workspaceRoot,
          'sourcePath' in file ? file.sourcePath : directory.stagedManifest,
        ),
      ),
    ),
    warnings,
  };
  await writeGeneratedSources(sources, directory);
  for (const manifest of files.filter((file) => mediaPathOf(file) === MANIFEST_NAME)) {
    await writeStreamAtomically(directory.stagedManifest, manifest.openContents());
  }
  await writeFileAtomically(directory.plan, formatMediaPlan(plan));
  return plan;
}

/** What the options say of the signatures of drivers. */
export function signingDecision({
  signingPolicy: policy,
  allowCatalogMismatch,
}: StageMediaOptions): SigningDecision {
  return { policy, allowCatalogMismatch };
}

function collect(files: MediaFile[]): Writable {
  return new Writable({
    objectMode: true,
    write(file: MediaFile, _encoding, done) {
      files.push(file);
      done();
    },
  });
}

function planned(file: MediaFile, source: string): PlannedFile {
  const { size, sha256 = '' } = file;
  return { path: mediaPathOf(file), source: portablePath(source), sha256, size };
}
