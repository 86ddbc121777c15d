import { relative } from 'node:path';
import {
  fillFileAtomically,
  writeFileAtomically,
  writeStreamAtomically,
} from '@aero-guest-tools/atomic-output';
import { readSmallFile } from '@aero-guest-tools/file-tree';
import { volumeIdentifierWarnings } from '@aero-guest-tools/iso9660/volume-identifier';
import { writeZip } from '@aero-guest-tools/zip';
import { buildDirectory } from '../build-directory/build-directory';
import { formatMediaPlan, portablePath, type MediaPlan } from '../build-directory/media-plan';
import { checkedPaths } from '../checks/checked-paths';
import { refuseManifestPath } from '../manifest/manifest';
import { readManifestFacts } from '../manifest/read-manifest-facts';
import { contentsInMemory, mediaRecorder } from '../recording/media-recorder';
import { checkedSignatures } from '../signing/checked-signatures';
import { selectMediaSources, writeGeneratedSources } from '../staging/media-sources';
import { setupDriverWarnings } from '../staging/setup-drivers';
import { signingDecision, type StageMediaOptions } from './stage-media';

export interface RecordMediaOptions extends StageMediaOptions {
  /** Up to how many threads compress, if there is enough for them; does not show in the bytes. */
  readonly workers: number;
}

/** Catalogs and certificates, whose readers have narrower limits. */
const JUDGED_FILE = { description: 'the file', maximumSize: 64 * 1024 * 1024 };

/**
 * The tasks `stage-media`, `make-iso` and `make-zip` in one, for builds that no cache comes between:
 * each source is read and hashed once, and goes to the ISO and to the zip as it is read. The bytes
 * are those that the tasks write.
 *
 * @throws InputError as stageMedia, or if a file changes while it is read; no image is left then.
 */
export async function recordMedia(options: RecordMediaOptions): Promise<MediaPlan> {
  const directory = buildDirectory(options.buildDirectory);
  const { sourceDateEpoch, volumeId, workers } = options;
  const facts = await readManifestFacts(options, directory);
  const ofSetup = options.setupDrivers === true ? setupDriverWarnings(facts.drivers) : [];
  const sources = await selectMediaSources(options, directory, facts);
  for (const { path } of sources) refuseManifestPath(path);
  const ofPaths = checkedPaths(sources);
  const readable = sources.map((source) => ({
    path: source.path,
    size: source.size,
    read: () => contentsInMemory(source) ?? readSmallFile(source.absolutePath, JUDGED_FILE),
  }));
  const ofDrivers = await checkedSignatures(facts.drivers, readable, signingDecision(options));

  await writeGeneratedSources(sources, directory);
  const { image, files, manifest } = await fillFileAtomically(directory.iso, async (iso) => {
    const media = mediaRecorder(sources, facts, { volumeId, sourceDateEpoch }, iso);
    const archive = writeZip(media.files, { sourceDateEpoch, workers });
    await writeStreamAtomically(directory.zip, archive);
    return media.complete();
  });

  const sourcePaths = new Map(sources.map(({ path, absolutePath }) => [path, absolutePath]));
  const plan: MediaPlan = {
    volumeId: image.volumeId,
    sourceDateEpoch,
    files: files.map(({ path, sha256, size }) => {
      const source = sourcePaths.get(path) ?? directory.stagedManifest;
      return { path, source: portablePath(relative(options.workspaceRoot, source)), sha256, size };
    }),
    warnings: [...volumeIdentifierWarnings(volumeId), ...ofSetup, ...ofPaths, ...ofDrivers],
  };
  await writeFileAtomically(directory.stagedManifest, manifest);
  await writeFileAtomically(directory.plan, formatMediaPlan(plan));
  return plan;
}
